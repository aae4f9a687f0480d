import EventSourcing
import Foundation
import Story

/// A mutator with `default:` compiles when an event is forgotten, and the entity does not change.
enum Trap2: Trap {
  static let title = "A mutator with “default:”"

  /// An example that can be locked, which is new, with a mutator that was written before.
  struct LockableExample: Entity {
    enum Event: EventPayload {
      case created(foo: String)
      case valueChanged(value: String)
      case locked

      static let storedName = "LockableExample"
      enum CodingKeys: String, CodingKey, CaseIterable { case created, valueChanged, locked }
    }

    struct IsLocked: Error {}

    var lifecycle: Lifecycle
    var foo: String
    var isLocked = false

    static func mutate(_ example: inout LockableExample?, with event: DomainEvent<Event>) {
      switch event.payload {
      case .created(let foo): example = LockableExample(lifecycle: Lifecycle(createdBy: event), foo: foo)
      case .valueChanged(let value): example?.foo = value
      default: break
      }
    }

    mutating func lock() async throws {
      try await trigger(.locked)
    }

    mutating func setFoo(to value: String) async throws {
      guard !isLocked else { throw IsLocked() }
      try await trigger(.valueChanged(value: value))
    }
  }

  static func spring(_ story: Story) async throws {
    try await EventBus.$current.withValue(EventBus()) {
      let store = EventStore(of: LockableExample.Event.self, in: InMemoryRecorder())
      let policy = try PersistencePolicy(eventStore: store)
      defer { policy.close() }

      story.part("Create an example, lock it, and change it all the same:")
      var example = try await LockableExample.create(.created(foo: "bar1"), id: story.ids.next())
      try await example.lock()
      story.say("after lock(): version \(example.version), isLocked is \(example.isLocked)")
      do {
        try await example.setFoo(to: "bar2")
      } catch is LockableExample.IsLocked {
        throw NotAsTold("The lock held.")
      }
      story.say("after setFoo(): version \(example.version), foo is \(example.foo)")

      story.part("What is stored now, for good:")
      let events = try await store.events(of: example.id)
      story.table(["position", "event"], events.map { ["\($0.entityVersion)", "\($0.payload)"] })

      try cured(story, events)
    }
  }

  /// The same example, with a mutator that names each case.
  struct MendedExample: Entity {
    typealias Event = LockableExample.Event

    var lifecycle: Lifecycle
    var foo: String
    var isLocked = false

    static func mutate(_ example: inout MendedExample?, with event: DomainEvent<Event>) {
      switch event.payload {
      case .created(let foo): example = MendedExample(lifecycle: Lifecycle(createdBy: event), foo: foo)
      case .valueChanged(let value): example?.foo = value
      case .locked: example?.isLocked = true
      }
    }
  }

  private static func cured(_ story: Story, _ events: [DomainEvent<LockableExample.Event>]) throws {
    story.part("The same events, replayed with a mutator that names each case:")
    guard let example = try MendedExample.replaying(events), example.isLocked else {
      throw NotAsTold("The mended example is not locked.")
    }
    story.say("version \(example.version), isLocked is \(example.isLocked), foo is \(example.foo)")
  }
}
