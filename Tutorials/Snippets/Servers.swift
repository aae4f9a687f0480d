import EventSourcing
import Foundation

/// An account, as on the front page.
struct Account: Entity {
  enum Event: EventPayload {
    case opened
    case deposited(cents: Int)
    case withdrawn(cents: Int)

    static let storedName = "Account"
    enum CodingKeys: String, CodingKey, CaseIterable { case opened, deposited, withdrawn }
  }

  var lifecycle: Lifecycle
  var cents = 0

  static func mutate(_ account: inout Account?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .opened: account = Account(lifecycle: Lifecycle(createdBy: event))
    case .deposited(let cents): account?.cents += cents
    case .withdrawn(let cents): account?.cents -= cents
    }
  }

  mutating func deposit(cents: Int) async throws { try await trigger(.deposited(cents: cents)) }
  mutating func withdraw(cents: Int) async throws { try await trigger(.withdrawn(cents: cents)) }
}

func keepAccounts(_ store: EventStore<DomainEvent<Account.Event>>, _ turns: Turns, _ id: UUID) async throws {
  // snippet.keeper
  let accounts = Keeper(repository: Repository<Account>(eventStore: store), turns: turns)
  try await accounts.change(id) { try await $0.deposit(cents: 500) }
  // snippet.end
}

func makeApplication(on recorder: any Recorder, _ cipher: any Cipher) throws {
  // snippet.catalog
  let catalog = try EventCatalog(.events(of: Account.Event.self), protection: EventProtection(cipher: cipher))
  let policy = try CatalogPolicy(catalog: catalog, recorder: recorder)
  let accounts = Keeper(repository: try Repository<Account>(catalog: catalog, recorder: recorder))
  let units = UnitsOfWork(recorder: recorder, catalog: catalog)
  // snippet.end
  _ = (accounts, units)
  policy.close()
}

func transfer(in recorder: any Recorder, _ turns: Turns, from one: UUID, to other: UUID) async throws {
  // snippet.unit
  let catalog = try EventCatalog(.events(of: Account.Event.self))
  let units = UnitsOfWork(recorder: recorder, catalog: catalog, turns: turns)
  try await units.perform(inTurnOf: [one, other]) { work in
    let accounts = work.repository(of: Account.self)
    var (from, to) = (try await accounts[one], try await accounts[other])
    try await from.withdraw(cents: 500)
    try await to.deposit(cents: 500)
  }
  // snippet.end
}
