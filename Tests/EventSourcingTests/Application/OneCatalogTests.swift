import EventSourcing
import Foundation
import Testing

@Suite("One catalog for all", .ownEventBus)
struct OneCatalogTests {
  @Test func `has policies, repositories and units of work read what the others store, all of it encrypted`()
    async throws
  {
    let recorder = ScriptedRecorder()
    let (one, other) = (UUID(), UUID())
    let catalog = try EventCatalog(
      .events(of: Account.Event.self), protection: EventProtection(cipher: MarkingCipher()))
    let policy = try PersistencePolicy<Account.Event>(catalog: catalog, recorder: recorder)
    defer { policy.close() }
    let accounts = try Repository<Account>(catalog: catalog, recorder: recorder)
    let units = UnitsOfWork(recorder: recorder, catalog: catalog)

    _ = try await Account.open(owner: "Secret", id: one)
    try await units.perform { work in
      var account = try await work.repository(of: Account.self)[one]
      try await account.deposit(5)
      _ = try await Account.open(owner: "Secret", id: other)
    }
    #expect(try await accounts[one].balance == 5)
    #expect(try await accounts[other].owner == "Secret")
    let plain = try await recorder.notifications(after: 0, limit: 9).filter { item in
      String(decoding: item.item.data, as: UTF8.self).hasPrefix("{")
    }
    #expect(plain == [])
  }

  @Test func `refuses a policy or a repository of a kind that it does not have`() async throws {
    let catalog = try EventCatalog(.events(of: Account.Event.self))
    #expect(throws: KindNotInCatalog(storedName: "Voyage")) {
      try PersistencePolicy<Voyage.Event>(catalog: catalog, recorder: InMemoryRecorder())
    }
    #expect(throws: KindNotInCatalog(storedName: "Voyage")) {
      try Repository<Voyage>(catalog: catalog, recorder: InMemoryRecorder())
    }
  }
}
