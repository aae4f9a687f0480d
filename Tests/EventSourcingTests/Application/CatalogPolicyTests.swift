import EventSourcing
import Foundation
import Testing

@Suite("A policy for a whole catalog", .ownEventBus)
struct CatalogPolicyTests {
  private let recorder = InMemoryRecorder()
  private let id = UUID()
  private let other = UUID()

  private func catalog() throws -> EventCatalog {
    try EventCatalog(
      .events(of: Account.Event.self), .events(of: Voyage.Event.self, protection: .plain), .entries(of: LogEntry.self),
      protection: EventProtection(compressor: MarkingCompressor(), cipher: MarkingCipher()))
  }

  @Test func `stores the events of each kind as the catalog says`() async throws {
    let policy = try CatalogPolicy(catalog: catalog(), recorder: recorder)
    defer { policy.close() }
    let account = try await Account.open(owner: "Secret", id: id)
    var voyage = try Voyage.plan(id: other)
    try await voyage.save()
    #expect(try await recorder.items(of: id).map { $0.isMarked } == [true])
    #expect(try await recorder.items(of: other).map(\.text) == [#"{"ship":"Beagle"}"#])
    #expect(try await Repository<Account>(catalog: catalog(), recorder: recorder)[id] == account)
  }

  @Test func `agrees with repositories, keepers and units that are made with the same catalog`() async throws {
    let catalog = try catalog()
    let policy = try PersistencePolicy<Account.Event>(catalog: catalog, recorder: recorder)
    defer { policy.close() }
    let accounts = try Repository<Account>(catalog: catalog, recorder: recorder)
    try await UnitsOfWork(recorder: recorder, catalog: catalog).perform { _ in
      _ = try await Account.open(owner: "Secret", id: id)
    }
    try await Keeper(repository: accounts).change(id) { try await $0.deposit(5) }
    #expect(try await accounts[id].balance == 5)
    #expect(try await recorder.items(of: id).allSatisfy { $0.isMarked })
  }

  @Test func `is one of a kind on a bus, and stores nothing if another has one of its kinds`() async throws {
    let first = try PersistencePolicy<Voyage.Event>(catalog: catalog(), recorder: recorder)
    #expect(throws: StoredElsewhere(storedName: "Voyage")) {
      try CatalogPolicy(catalog: catalog(), recorder: recorder)
    }
    await #expect(throws: NobodyStores(storedName: "Account")) { try await Account.open(id: id) }
    first.close()
    let all = try CatalogPolicy(catalog: catalog(), recorder: recorder)
    #expect(throws: StoredElsewhere(storedName: "Account")) {
      try PersistencePolicy<Account.Event>(catalog: catalog(), recorder: recorder)
    }
    all.close()
  }

  @Test func `stores until it is closed, and leaves the bus as it was`() async throws {
    let policy = try CatalogPolicy(catalog: catalog(), recorder: recorder)
    var account = try await Account.open(id: id)
    policy.close()
    await #expect(throws: NobodyStores(storedName: "Account")) { try await account.deposit(5) }
    #expect(!EventBus.current.hasSubscribers)
  }

  @Test func `leaves other kinds alone, as does a repository`() async throws {
    let few = try EventCatalog(.events(of: Voyage.Event.self), .entries(of: Account.Event.self))
    let policy = try CatalogPolicy(catalog: few, recorder: recorder)
    defer { policy.close() }
    await #expect(throws: NobodyStores(storedName: "Account")) { try await Account.open(id: id) }
    #expect(throws: KindNotInCatalog(storedName: "Account")) {
      try Repository<Account>(catalog: few, recorder: recorder)
    }
    #expect(throws: KindNotInCatalog(storedName: "Account")) {
      try PersistencePolicy<Account.Event>(catalog: few, recorder: recorder)
    }
  }
}
