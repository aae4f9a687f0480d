import EventSourcing

struct Example: Entity {
  enum Event: EventPayload {
    case created(foo: String)
    case valueChanged(value: String)
    case locked  // New today.

    static let storedName = "Example"
    enum CodingKeys: String, CodingKey, CaseIterable { case created, valueChanged, locked }
  }

  var lifecycle: Lifecycle
  var foo: String
  var isLocked = false

  static func mutate(_ example: inout Example?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .created(let foo): example = Example(lifecycle: Lifecycle(createdBy: event), foo: foo)
    case .valueChanged(let value): example?.foo = value
    }
  }
}
