import EventSourcing
import EventSourcingSystems
import Foundation
import ProcessSupport
import SystemSupport
import Testing

@Suite("A simulation of a system that is wrong", .timeLimit(.minutes(10)))
struct WrongSystemTests {
  private static let seeds = UInt64(1)...1_000

  @Test func `finds an id that is random`() async throws {
    let failed = try await found(in: SimulatedShop.system(reservations: SimulatedShop.reservations { _ in UUID() }))
    guard case .differs = failed.reason else { throw failed }
  }

  @Test func `finds a policy that reads the clock`() async throws {
    let payments = try SimulatedShop.payments(receipt: { _ in
      UUID(uuidString: "00000000-0000-4000-8000-\(String(format: "%012X", Timestamp.now.microseconds))") ?? UUID()
    })
    let failed = try await found(in: SimulatedShop.system(payments: payments))
    guard case .differs = failed.reason else { throw failed }
  }

  @Test(arguments: [true, false])
  func `finds tracking apart from what it caused`(_ isFirst: Bool) async throws {
    try await found { TrackingApart(inner: $0, isTrackingFirst: isFirst) }
  }

  @Test func `finds tracking that is written whatever was there`() async throws {
    try await found { TrackingWithoutFrom(inner: $0) }
  }

  @Test func `finds an outcome that is not known and is taken for a success`() async throws {
    try await found { AcknowledgingUnknown(inner: $0) }
  }

  @discardableResult
  private func found(
    in system: System? = nil, around: @escaping @Sendable (any Recorder) -> any Recorder = { $0 }
  ) async throws -> SimulationFailed {
    let system = try system ?? SimulatedShop.system()
    for seed in Self.seeds {
      do {
        try await SimulationRunner(system, seed: seed, around: around).run(SimulatedShop.commands(seed: seed))
      } catch let failed as SimulationFailed {
        // What has failed fails again, in the same steps.
        let again = await #expect(throws: SimulationFailed.self) {
          try await SimulationRunner(system, seed: seed, around: around).run(SimulatedShop.commands(seed: seed))
        }
        #expect(!failed.trace.isEmpty)
        #expect(again?.trace == failed.trace)
        #expect("\(failed)".contains("SimulationRunner(system, seed: \(seed))"))
        print("found by seed \(seed): \(failed.reason)")
        return failed
      }
    }
    throw NotFound()
  }

  private struct NotFound: Error {}
}

/// Records what was caused and the note of it one after the other.
private struct TrackingApart: ForwardingRecorder {
  let inner: any Recorder
  let isTrackingFirst: Bool

  func append(_ request: AppendRequest) async throws -> [Int] {
    guard let tracking = request.tracking, !request.items.isEmpty else { return try await inner.append(request) }
    let events = try AppendRequest(request.items, timed: request.timed, assertions: request.assertions)
    if isTrackingFirst { try await inner.append([], tracking: tracking) }
    let ids = try await inner.append(events)
    if !isTrackingFirst { try await inner.append([], tracking: tracking) }
    return ids
  }
}

/// Does not look from where an upstream is moved on.
private struct TrackingWithoutFrom: ForwardingRecorder {
  let inner: any Recorder

  func append(_ request: AppendRequest) async throws -> [Int] {
    do {
      return try await inner.append(request)
    } catch let error as AlreadyTracked {
      let tracking = TrackingRecord(upstream: error.tracking.upstream, from: error.found, to: error.tracking.to)
      guard tracking.to.id > tracking.from else {
        return request.items.isEmpty
          ? []
          : try await inner.append(AppendRequest(request.items, timed: request.timed, assertions: request.assertions))
      }
      return try await inner.append(
        AppendRequest(request.items, timed: request.timed, tracking: tracking, assertions: request.assertions))
    }
  }
}

/// Takes an outcome that is not known for a success.
private struct AcknowledgingUnknown: ForwardingRecorder {
  let inner: any Recorder

  func append(_ request: AppendRequest) async throws -> [Int] {
    do {
      return try await inner.append(request)
    } catch let error as RecorderError where error.code == .unknownOutcome {
      return request.items.map { _ in 1 }
    }
  }
}
