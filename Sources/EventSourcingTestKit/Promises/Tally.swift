import EventSourcing

/// A sum that many add to at the same time.
struct Tally: Entity {
  enum Event: EventPayload {
    case started
    case added(amount: Int)

    static let storedName = "Tally"
    enum CodingKeys: String, CodingKey, CaseIterable { case started, added }
  }

  var lifecycle: Lifecycle
  private(set) var sum = 0

  static func mutate(_ tally: inout Tally?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .started: tally = Tally(lifecycle: Lifecycle(createdBy: event))
    case .added(let amount): tally?.sum += amount
    }
  }

  mutating func add(_ amount: Int) async throws {
    try await trigger(.added(amount: amount))
  }
}
