package import EventSourcing
package import Foundation

/// The till of a shop: what the books of these tests are kept of.
package enum Till: EventPayload, Equatable {
  package static let storedName = "Till"

  case opened
  case sold(cents: Int)

  package enum CodingKeys: String, CodingKey, CaseIterable { case opened, sold }
}

/// What does not concern the books.
package enum Visit: EventPayload {
  package static let storedName = "Visit"

  case noted

  package enum CodingKeys: String, CodingKey, CaseIterable { case noted }
}

extension EventCatalog {
  package static func ofShop() throws -> EventCatalog {
    try EventCatalog(.events(of: Till.self), .events(of: Visit.self))
  }
}

extension UUID {
  /// The same in each run.
  package static func till(_ number: Int) -> UUID {
    UUID(uuid: (1, 2, 3, 4, 5, 6, 0x40, 0, 0x80, 0, 0, 0, 0, 0, UInt8(number >> 8 & 255), UInt8(number & 255)))
  }
}

extension Recorder {
  /// Records what happens next to an entity.
  ///
  /// - Returns: The ids of the notifications.
  @discardableResult
  package func add<Payload: EventPayload>(
    _ payloads: [Payload], to id: UUID, at time: Timestamp? = nil, metadata: EventMetadata = EventMetadata()
  ) async throws -> [Int] {
    let mapper = try EventCatalog(.events(of: Payload.self)).mapper(of: Payload.self)
    let newest = try await items(of: id, where: PositionQuery(limit: 1, order: .backwards)).first
    let first = newest.map { $0.position + 1 } ?? 0
    return try await append(
      payloads.enumerated().map { index, payload in
        try mapper.item(
          from: DomainEvent(
            entityID: id, entityVersion: first + index, timestamp: time ?? Timestamp(microseconds: first + index),
            payload: payload, metadata: metadata))
      })
  }
}
