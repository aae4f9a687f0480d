import EventSourcing

struct Account: Entity {
  enum Event: EventPayload, Equatable {
    case opened(owner: String)
    case deposited(cents: Int)
    case withdrawn(cents: Int)

    static let storedName = "Account"
    enum CodingKeys: String, CodingKey, CaseIterable { case opened, deposited, withdrawn }
  }

  struct Overdrawn: Error, Equatable { var missing: Int }

  var lifecycle: Lifecycle
  var owner: String
  var cents = 0

  static func mutate(_ account: inout Account?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .opened(let owner): account = Account(lifecycle: Lifecycle(createdBy: event), owner: owner)
    case .deposited(let cents): account?.cents += cents
    case .withdrawn(let cents): account?.cents -= cents
    }
  }

  mutating func deposit(cents: Int) async throws {
    try await trigger(.deposited(cents: cents))
  }

  mutating func withdraw(cents: Int) async throws {
    guard cents <= self.cents else { throw Overdrawn(missing: cents - self.cents) }
    try await trigger(.withdrawn(cents: cents))
  }
}
