// Exercise 36 · A verified address
//
// Customers sign in with their e-mail address, so there is a view in which the account of an address is found. It finds
// too many. Somebody has given the mayor's address as his own, and when the mayor wanted to reset her password, the mail
// was about an account that she has never seen.
//
// From now on an account is found only by an address that its customer has verified:
//
// 1. An address that was given is not found. It is when it was verified, if it is still the one that the customer has
//    given last: the link in an old mail is worth nothing.
// 2. Who has verified an address first keeps it, whoever else verifies it. He gives it up when he verifies another one,
//    or closes the account.
// 3. The views that there are have addresses that were never verified. When the new program runs, they are made anew.
//
// An address is kept under an id that is made of it, by UUIDs of version 5: however it is spelt, in capitals or not, it
// is the same entry, and there is one only.
//
// Run it: swift run kit check 36
// Or, in the folder Exercises: swift test --filter Exercise36

public import EventSourcing
public import Foundation

/// The accounts by their e-mail addresses.
public struct AddressBook: Hashable, Sendable {
  /// The account of each address, by the address's id.
  public var accounts: [UUID: UUID] = [:]

  /// The id of the address that each customer has given last.
  public var given: [UUID: UUID] = [:]

  public init() {}

  /// The account that is found by an address.
  public func account(of address: String) -> UUID? {
    accounts[Self.id(of: address)]
  }

  /// The id of an address: the same however it is spelt.
  public static func id(of address: String) -> UUID {
    UUID(named: address.lowercased(), in: namespace)
  }

  private static let namespace = UUID(
    uuid: (0x2F, 0x63, 0x0D, 0x5A, 0x0B, 0x1E, 0x4C, 0x77, 0x9A, 0x41, 0x5E, 0x0C, 0x88, 0x12, 0x3B, 0x36))

  /// Has an account not be found by any address.
  mutating func forget(_ account: UUID) {
    accounts = accounts.filter { $0.value != account }
  }
}

extension AddressBook {
  // exercise
  //| public static let version = 1
  public static let version = 2
  // exercise.end

  /// How the view is made of what happens.
  ///
  /// - Throws: `InvalidProjection`, `KindNotInCatalog`.
  public static func projection() throws -> Projection<InMemoryView<AddressBook>> {
    let catalog = try EventCatalog(.events(of: CustomerEvent.self))
    return try Projection("addresses", version: version, of: catalog, in: InMemoryView<AddressBook>.self)
      .when(CustomerEvent.self) { event, book in
        book.change(by: event.payload, of: event.entityID)
      }
  }

  private mutating func change(by event: CustomerEvent, of customer: UUID) {
    // exercise
    //| switch event {
    //| case .registered, .addressVerified, .closed: break
    //| case .addressGiven(let address): accounts[Self.id(of: address)] = customer
    //| }
    switch event {
    case .registered: break
    case .addressGiven(let address): given[customer] = Self.id(of: address)
    case .addressVerified(let address):
      let id = Self.id(of: address)
      guard given[customer] == id, accounts[id] == nil else { return }
      forget(customer)
      accounts[id] = customer
    case .closed:
      given[customer] = nil
      forget(customer)
    }
    // exercise.end
  }
}
