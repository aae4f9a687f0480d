import BoxOffice
import EventSourcing
import Exercise36
import Foundation
import Practice
import Testing

@Suite("Exercise 36: a verified address", .timeLimit(.minutes(1)))
struct VerifiedAddressTests {
  private let recorder = InMemoryRecorder()
  private var logs: KeyValuePairs<String, any NotificationLog> { ["box office": LocalNotificationLog(recorder)] }
  private let ada = UUID()
  private let grace = UUID()

  /// An address, any but the same on each run.
  private let address: String

  init() {
    var generator = SeededGenerator(seed: 36)
    address = "ada\(Int.random(in: 10...99, using: &generator))@example.com"
  }

  @Test func `an address that was only given is not found`() async throws {
    try await recorder.record(CustomerEvent.registered(name: "Ada"), .addressGiven(address), of: ada)
    #expect(try await made().account(of: address) == nil, "Rule: whose address it is, only a verified one says.")
  }

  @Test func `an address is found however it is spelt, and there is one entry only`() async throws {
    try await recorder.record(
      CustomerEvent.registered(name: "Ada"), .addressGiven(address), .addressVerified(address),
      .addressGiven(address.uppercased()), .addressVerified(address.uppercased()), of: ada)
    let book = try await made()
    #expect(
      book.account(of: address) == ada && book.account(of: address.uppercased()) == ada && book.accounts.count == 1,
      "Rule: an address that was verified is found, in capitals or not, and is one entry.")
  }

  @Test func `the link in an old mail is worth nothing`() async throws {
    try await recorder.record(
      CustomerEvent.registered(name: "Ada"), .addressGiven("mayor@example.com"), .addressGiven(address),
      .addressVerified("mayor@example.com"), of: ada)
    let book = try await made()
    #expect(
      book.account(of: "mayor@example.com") == nil && book.account(of: address) == nil,
      "Rule: only the address that was given last can be verified.")
  }

  @Test func `who has verified an address first keeps it`() async throws {
    for customer in [ada, grace] {
      try await recorder.record(
        CustomerEvent.registered(name: "A customer"), .addressGiven(address), .addressVerified(address), of: customer)
    }
    #expect(
      try await made().account(of: address) == ada, "Rule: an address has one account, the first that verified it.")
  }

  @Test func `a customer who verifies another address gives up the first`() async throws {
    try await recorder.record(
      CustomerEvent.registered(name: "Ada"), .addressGiven(address), .addressVerified(address),
      .addressGiven("countess@example.com"), .addressVerified("countess@example.com"), of: ada)
    #expect(try await made().account(of: address) == nil, "Rule: a customer is found by one address.")
    try await recorder.record(
      CustomerEvent.registered(name: "Grace"), .addressGiven(address), .addressVerified(address), of: grace)
    let book = try await made()
    #expect(
      book.account(of: address) == grace && book.account(of: "countess@example.com") == ada,
      "Rule: what one has given up, another may verify.")
  }

  @Test func `a customer who has given another address is found by the first until that is verified`() async throws {
    try await recorder.record(
      CustomerEvent.registered(name: "Ada"), .addressGiven(address), .addressVerified(address),
      .addressGiven("contess@example.com"), of: ada)
    #expect(try await made().accounts.count == 1, "Rule: an address counts until another one is verified.")
  }

  @Test func `an account that was closed is not found`() async throws {
    try await recorder.record(
      CustomerEvent.registered(name: "Ada"), .addressGiven(address), .addressVerified(address), .closed, of: ada)
    #expect(try await made().account(of: address) == nil, "Rule: a closed account has no address.")
    try await recorder.record(
      CustomerEvent.registered(name: "Grace"), .addressGiven(address), .addressVerified(address), of: grace)
    #expect(try await made().account(of: address) == grace, "Rule: the address of a closed account is free.")
  }

  @Test func `a view that the old program has made is made anew`() async throws {
    let view = try await viewOfTheOldProgram()
    try await Projector(AddressBook.projection(), from: logs, into: view).catchUp()
    #expect(
      view.generations().map(\.number) == [2], "Rule: a view that other reactions have made is of an older version.")
  }

  @Test func `what the old program has found is not found any more`() async throws {
    let view = try await viewOfTheOldProgram()
    #expect(view.read { $0.account(of: address) } == ada)
    try await Projector(AddressBook.projection(), from: logs, into: view).catchUp()
    #expect(
      view.read { $0.account(of: address) } == nil, "Rule: what was never verified is not found, in any view.")
  }

  /// A view in which an address was found as soon as it was given.
  private func viewOfTheOldProgram() async throws -> InMemoryView<AddressBook> {
    try await recorder.record(CustomerEvent.registered(name: "Ada"), .addressGiven(address), of: ada)
    let view = try InMemoryView("addresses", AddressBook())
    let catalog = try EventCatalog(.events(of: CustomerEvent.self))
    let old = try Projection("addresses", of: catalog, in: InMemoryView<AddressBook>.self)
      .when(CustomerEvent.self) { event, book in
        if case .addressGiven(let address) = event.payload {
          book.accounts[AddressBook.id(of: address)] = event.entityID
        }
      }
    try await Projector(old, from: logs, into: view).catchUp()
    return view
  }

  /// What a projector makes of all that has happened.
  private func made() async throws -> AddressBook {
    let view = try InMemoryView("addresses", AddressBook())
    try await Projector(AddressBook.projection(), from: logs, into: view).catchUp()
    return view.read { $0 }
  }
}
