import EventSourcing
import Foundation

/// The till of a shop: what the views of these tests are made of.
enum Till: EventPayload, Equatable {
  static let storedName = "Till"

  case opened
  case sold(cents: Int)

  /// What the projections of some tests do not understand.
  case jammed

  enum CodingKeys: String, CodingKey, CaseIterable { case opened, sold, jammed }
}

/// What no view of these tests is made of.
enum Visit: EventPayload {
  static let storedName = "Visit"

  case noted

  enum CodingKeys: String, CodingKey, CaseIterable { case noted }
}

/// An entry of a log, which has a place in time only.
enum Remark: EventPayload {
  static let storedName = "Remark"

  case made(text: String)

  enum CodingKeys: String, CodingKey, CaseIterable { case made }
}

/// What the view has of a till. If each event takes effect once, in its order, `count` is one more than `last`.
struct TillRow: Hashable, Sendable {
  var count = 0
  var cents = 0
  var last = -1
}

extension EventCatalog {
  static func ofShop() throws -> EventCatalog {
    try EventCatalog(.events(of: Till.self), .events(of: Visit.self), .entries(of: Remark.self))
  }
}

extension UUID {
  /// The same in each run.
  static func till(_ number: Int) -> UUID {
    UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, UInt8(number >> 8 & 255), UInt8(number & 255)))
  }
}

/// The items of one kind of entity.
func items<Payload: EventPayload>(
  _ payloads: [Payload], of id: UUID, from position: Int = 0
) throws -> [SequencedItem] {
  let mapper = try EventCatalog(.events(of: Payload.self)).mapper(of: Payload.self)
  return try payloads.enumerated().map { index, payload in
    try mapper.item(
      from: DomainEvent(
        entityID: id, entityVersion: position + index, timestamp: Timestamp(microseconds: index), payload: payload))
  }
}

/// What a view should have, going by all items of a recorder: made from scratch, without a projector.
func expectedRows(in recorder: any Recorder) async throws -> [UUID: TillRow] {
  let mapper = try EventCatalog.ofShop().mapper(of: Till.self)
  var rows: [UUID: TillRow] = [:]
  for notification in try await recorder.notifications(after: 0, limit: .max, filter: .storedNames(["Till"])) {
    let event = try mapper.event(from: notification.item)
    rows[event.entityID, default: TillRow()].count += 1
    rows[event.entityID]?.last = event.entityVersion
    if case .sold(let cents) = event.payload { rows[event.entityID]?.cents += cents }
  }
  return rows
}
