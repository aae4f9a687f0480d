import EventSourcing

/// An account whose events have changed since the front page: one was renamed, one has got a fee.
struct OlderAccount: Entity {
  // snippet.events
  enum Event: EventPayload {
    case opened(owner: String)
    case paidIn(cents: Int)  // was deposited
    case withdrawn(cents: Int, fee: Int)  // had no fee

    static let storedName = "Account"
    enum CodingKeys: String, CodingKey, CaseIterable {
      case opened, withdrawn
      case paidIn = "deposited"
    }

    struct WithdrawnV1: Codable { var cents: Int }
    struct WithdrawnV2: Codable { var cents: Int, fee: Int }
    static let upcasts: [CodingKeys: [Upcast]] = [
      .withdrawn: [Upcast(from: WithdrawnV1.self) { WithdrawnV2(cents: $0.cents, fee: 0) }]
    ]
  }
  // snippet.end

  var lifecycle: Lifecycle
  var cents = 0

  static func mutate(_ account: inout OlderAccount?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .opened: account = OlderAccount(lifecycle: Lifecycle(createdBy: event))
    case .paidIn(let cents): account?.cents += cents
    case .withdrawn(let cents, let fee): account?.cents -= cents + fee
    }
  }
}
