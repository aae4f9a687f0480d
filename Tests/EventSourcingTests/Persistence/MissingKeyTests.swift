import EventSourcing
import Foundation
import Testing

/// An event whose newest cases were forgotten among the keys.
private enum Hasty: EventPayload {
  case begun
  case renamed(to: String)
  case ended

  static let storedName = "Hasty"
  enum CodingKeys: String, CodingKey, CaseIterable { case begun }
}

@Suite("A case without a key")
struct MissingKeyTests {
  private func store(_ payload: Hasty) throws -> SequencedItem {
    try SequencedItemMapper<DomainEvent<Hasty>>().item(
      from: DomainEvent(entityID: UUID(), entityVersion: 0, timestamp: Timestamp(microseconds: 0), payload: payload))
  }

  @Test(arguments: [(Hasty.renamed(to: "secret"), "renamed"), (Hasty.ended, "ended")])
  fileprivate func `is refused, and the error says what to add`(_ payload: Hasty, _ name: String) throws {
    let error = #expect(throws: NoStoredName.self) { try store(payload) }
    #expect(
      error?.description
        == "Hasty: the case “\(name)” has no stored name. Add “case \(name)” to the payload's CodingKeys.")
  }

  @Test func `does not keep the others from being stored`() throws {
    #expect(try store(.begun).topic == "Hasty.begun")
  }
}
