import EventSourcing
import Foundation
import ProjectionSupport

/// How a projection of tills differs from the usual one.
struct TillVariant: Sendable {
  var version = 1
  var factor = 1
  var refusesJams = false
  var seen: @Sendable (DomainEvent<Till>) -> Void = { _ in }
  var effect: (@Sendable (DomainEvent<Till>, EffectKey) async throws -> Void)?
  var options = ProjectorOptions()

  /// The logs; that of the shop, unless given.
  var logs: KeyValuePairs<String, any NotificationLog>?
}

/// A shop whose tills have a view.
protocol Shop: Sendable {
  associatedtype V: View where V.Content: TillContent
  var recorder: any MaintenanceRecorder & ReplicaRecorder { get }
  var view: V { get }

  /// What the current generation of the view has.
  func rows() async throws -> [UUID: TillRow]
}

struct ShopOf<V: View>: Shop where V.Content: TillContent {
  let recorder: any MaintenanceRecorder & ReplicaRecorder
  let view: V
  let read: @Sendable (V) async throws -> [UUID: TillRow]

  func rows() async throws -> [UUID: TillRow] { try await read(view) }
}

extension Shop {
  func projector(_ variant: TillVariant = TillVariant()) throws -> any Projecting {
    var projection = try Projection.tills(
      in: V.self, version: variant.version, factor: variant.factor, refusingJams: variant.refusesJams,
      seen: variant.seen)
    if let effect = variant.effect { projection = try projection.effect(Till.self, effect) }
    return try Projector(
      projection, from: variant.logs ?? ["shop": LocalNotificationLog(recorder)], into: view, options: variant.options)
  }

  /// Has each of some tills sell so often; they are opened first.
  @discardableResult
  func sell(_ times: Int, tills: Range<Int> = 0..<3) async throws -> [Int] {
    var ids: [Int] = []
    for till in tills {
      let next = try await recorder.items(of: .till(till), where: PositionQuery(limit: 1, order: .backwards)).first
      let payloads = (next == nil ? [Till.opened] : []) + (0..<times).map { Till.sold(cents: $0 + till) }
      ids += try await recorder.append(items(payloads, of: .till(till), from: next.map { $0.position + 1 } ?? 0))
    }
    return ids
  }

  /// Appends to one till.
  @discardableResult
  func append(_ payloads: [Till], till: Int) async throws -> [Int] {
    let next = try await recorder.items(of: .till(till), where: PositionQuery(limit: 1, order: .backwards)).first
    return try await recorder.append(items(payloads, of: .till(till), from: next.map { $0.position + 1 } ?? 0))
  }

  /// Appends what does not concern the view.
  @discardableResult
  func visit(_ times: Int) async throws -> [Int] {
    try await recorder.append((0..<times).flatMap { _ in try items([Visit.noted], of: UUID()) })
  }
}

extension Shop {
  /// Begins a generation as a rebuild does, and leaves it.
  func beginGeneration() async throws -> ViewGeneration? {
    try await view.begin(version: 1, isCurrent: false) { content in try content.makeTables() }
  }

  /// Moves the position of a generation that is being built, and changes nothing else.
  func move(_ generation: Int, to position: LogPosition) async throws {
    try await view.change(
      ViewChange(
        generation: generation, state: .building, upstream: "shop",
        tracking: TrackingRecord(upstream: "shop", from: 0, to: position)
      ) { _, _ in [] })
  }
}
