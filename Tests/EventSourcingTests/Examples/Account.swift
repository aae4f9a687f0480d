import EventSourcing
import Foundation

/// A bank account: the example of an entity, whose commands publish one event each.
struct Account: Entity, Equatable {
  enum Event: EventPayload, Equatable {
    static let storedName = "Account"

    case opened(owner: String)
    case deposited(amount: Int)
    case closed

    enum CodingKeys: String, CodingKey, CaseIterable { case opened, deposited, closed }
  }

  var lifecycle: Lifecycle
  let owner: String
  var balance = 0

  static func mutate(_ account: inout Account?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .opened(let owner): account = Account(lifecycle: Lifecycle(createdBy: event), owner: owner)
    case .deposited(let amount): account?.balance += amount
    case .closed: account = nil
    }
  }

  static func open(owner: String = "Ada", id: UUID, at time: Timestamp = .second(0)) async throws -> Account {
    try await create(.opened(owner: owner), id: id, at: time)
  }

  mutating func deposit(_ amount: Int, at time: Timestamp = .second(1)) async throws {
    try await trigger(.deposited(amount: amount), at: time)
  }

  mutating func close(at time: Timestamp = .second(2)) async throws {
    try await trigger(.closed, at: time)
  }
}

extension Account {
  /// The events of an account with this id: opened, then one deposit after the other.
  static func history(_ id: UUID, deposits: [Int] = []) -> [DomainEvent<Event>] {
    let payloads = [.opened(owner: "Ada")] + deposits.map(Event.deposited)
    return payloads.enumerated().map { version, payload in
      DomainEvent(entityID: id, entityVersion: version, timestamp: .second(version), payload: payload)
    }
  }
}
