import EventSourcing
import EventSourcingSQLite
import Foundation
import GRDB

/// What happens to a person of whom there are addresses.
enum Person: EventPayload {
  static let storedName = "Person"

  case addressGiven(address: String)
  case addressVerified(address: String)
  case addressGivenUp(address: String)

  enum CodingKeys: String, CodingKey, CaseIterable { case addressGiven, addressVerified, addressGivenUp }
}

/// An address that belongs to one person at the most: a sequence whose id is made of the address.
enum Address: EventPayload {
  static let storedName = "Address"

  case claimed(person: UUID)

  enum CodingKeys: String, CodingKey, CaseIterable { case claimed }
}

/// The index of e-mail addresses: who has verified one is found by it.
enum AddressIndex {
  /// For all addresses of this index, and no others.
  private static let namespace = UUID(uuid: (9, 1, 2, 4, 5, 6, 0x40, 8, 0x80, 1, 2, 3, 4, 5, 6, 7))

  /// The key that an address is kept under, which does not tell it.
  ///
  /// Capital letters mean nothing in an address as people use them.
  static func id(of address: String) -> UUID {
    UUID(named: address.lowercased(), in: namespace)
  }

  static func projection() throws -> Projection<SQLiteView> {
    try Projection("addresses", of: EventCatalog(.events(of: Person.self)), in: SQLiteView.self)
      .preparing { view in
        try view.execute("CREATE TABLE \(view.tables["addresses"]) (id BLOB PRIMARY KEY, person BLOB NOT NULL)")
      }
      .when(Person.self) { event, view in
        switch event.payload {
        case .addressGiven: break
        case .addressVerified(let address):
          // Who came first keeps it.
          try view.execute(
            "INSERT INTO \(view.tables["addresses"]) (id, person) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [id(of: address), event.entityID])
        case .addressGivenUp(let address):
          try view.execute(
            "DELETE FROM \(view.tables["addresses"]) WHERE id = ? AND person = ?", [id(of: address), event.entityID])
        }
      }
  }

  static func person(with address: String, in view: SQLiteView) async throws -> UUID? {
    try await view.read { view in
      try view.rows("SELECT person FROM \(view.tables["addresses"]) WHERE id = ?", [id(of: address)]).first?["person"]
    }
  }

  /// Claims an address for a person in one append with what happens to that one: of two who claim it at once one wins.
  ///
  /// The index alone could not see to that: it comes after the events.
  static func claim(
    _ address: String, with items: [SequencedItem], for person: UUID, in recorder: any Recorder
  ) async throws {
    let mapper = try EventCatalog(.events(of: Address.self)).mapper(of: Address.self)
    let claim = DomainEvent(
      entityID: id(of: address), entityVersion: 0, timestamp: .now, payload: Address.claimed(person: person))
    try await recorder.append(items + [mapper.item(from: claim)])
  }
}
