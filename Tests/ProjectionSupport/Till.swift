package import EventSourcing
package import Foundation

/// The till of a shop: what the views of these tests are made of.
package enum Till: EventPayload, Equatable {
  package static let storedName = "Till"

  case opened
  case sold(cents: Int)

  /// What the projections of some tests do not understand.
  case jammed

  package enum CodingKeys: String, CodingKey, CaseIterable { case opened, sold, jammed }
}

/// What no view of these tests is made of.
package enum Visit: EventPayload {
  package static let storedName = "Visit"

  case noted

  package enum CodingKeys: String, CodingKey, CaseIterable { case noted }
}

/// An entry of a log, which has a place in time only.
package enum Remark: EventPayload {
  package static let storedName = "Remark"

  case made(text: String)

  package enum CodingKeys: String, CodingKey, CaseIterable { case made }
}

/// What the view has of a till.
///
/// If each event takes effect once, in its order, `count` is one more than `last`.
package struct TillRow: Hashable, Sendable {
  package var count: Int
  package var cents: Int
  package var last: Int

  package init(count: Int = 0, cents: Int = 0, last: Int = -1) {
    self.count = count
    self.cents = cents
    self.last = last
  }
}

extension EventCatalog {
  package static func ofShop() throws -> EventCatalog {
    try EventCatalog(.events(of: Till.self), .events(of: Visit.self), .entries(of: Remark.self))
  }
}

extension UUID {
  /// The same in each run.
  package static func till(_ number: Int) -> UUID {
    UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, UInt8(number >> 8 & 255), UInt8(number & 255)))
  }
}

/// The items of one kind of entity.
package func items<Payload: EventPayload>(
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
package func expectedRows(in recorder: any Recorder) async throws -> [UUID: TillRow] {
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
