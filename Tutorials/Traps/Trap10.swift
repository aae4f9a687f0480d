import EventSourcing
import EventSourcingTestKit
import Foundation
import Step1Events
import Story

/// A snapshot that does not say which program it was taken by: a later one reads it, and gives old answers.
enum Trap10: Trap {
  static let title = "A snapshot of an old shape"

  /// How the program counted until last week: everything that was said about an example.
  struct ExampleOfLastWeek: Entity, Snapshottable {
    static let snapshotVersion: SnapshotVersion = 1
    static let snapshotName = "Example"
    var lifecycle: Lifecycle
    var foo: String
    var changes = 0

    static func mutate(_ example: inout ExampleOfLastWeek?, with event: DomainEvent<ExampleEvent>) {
      switch event.payload {
      case .created(let foo): example = ExampleOfLastWeek(lifecycle: Lifecycle(createdBy: event), foo: foo)
      case .valueChanged(.foo, let value):
        example?.foo = value
        example?.changes += 1
      case .discarded: example = nil
      }
    }
  }

  /// How it counts now: only what has really changed.
  ///
  /// The properties are the same, and so is the name, as it was one type all the time.
  struct ExampleOfToday: Entity, Snapshottable {
    static let snapshotVersion: SnapshotVersion = 2
    static let snapshotName = "Example"
    var lifecycle: Lifecycle
    var foo: String
    var changes = 0

    static func mutate(_ example: inout ExampleOfToday?, with event: DomainEvent<ExampleEvent>) {
      switch event.payload {
      case .created(let foo): example = ExampleOfToday(lifecycle: Lifecycle(createdBy: event), foo: foo)
      case .valueChanged(.foo, let value):
        if example?.foo != value { example?.changes += 1 }
        example?.foo = value
      case .discarded: example = nil
      }
    }
  }

  /// Keeps states as JSON under the ids of examples, and folds in what came after.
  struct Shelf {
    private var states: [UUID: Data] = [:]

    mutating func keep<Example: Snapshottable>(_ example: Example) throws {
      states[example.id] = try JSONEncoder().encode(example)
    }

    func read<Example: Snapshottable>(
      _ type: Example.Type, _ id: UUID, in store: EventStore<DomainEvent<Example.Event>>
    ) async throws -> Example? {
      let kept = try states[id].map { try JSONDecoder().decode(type, from: $0) }
      return try await EventPlayer(eventStore: store).replay(id, from: kept).entity
    }
  }

  static func spring(_ story: Story) async throws {
    let store = EventStore(of: ExampleEvent.self, in: InMemoryRecorder())
    let id = story.ids.next()
    let values = ["bar1", "bar2", "bar2", "bar2", "bar3"]
    try await store.append(
      values.enumerated().map { version, value in
        DomainEvent(
          entityID: id, entityVersion: version, timestamp: story.clock.now(),
          payload: version == 0 ? .created(foo: value) : .valueChanged(name: .foo, value: value))
      })
    try await goWrong(story, store, id)
    try await cured(story, store, id)
  }

  private static func goWrong(
    _ story: Story, _ store: EventStore<DomainEvent<ExampleEvent>>, _ id: UUID
  ) async throws {
    story.part("Last week's program counted every change of an example, and its state was kept as JSON:")
    var shelf = Shelf()
    let old = try await Repository<ExampleOfLastWeek>(eventStore: store)[id, at: 4]
    try shelf.keep(old)
    story.say("kept at version \(old.version): changes = \(old.changes)")

    story.part("Today's program counts only what has really changed. It reads what was kept, and the event after it:")
    let read = try await shelf.read(ExampleOfToday.self, id, in: store)
    let replayed = try await Repository<ExampleOfToday>(eventStore: store)[id]
    story.say("from what was kept: changes = \(read?.changes ?? 0)")
    story.say("from all events:    changes = \(replayed.changes)")
    guard read?.changes == 4, replayed.changes == 2 else { throw NotAsTold("The kept state was not used.") }
  }

  private static func cured(
    _ story: Story, _ store: EventStore<DomainEvent<ExampleEvent>>, _ id: UUID
  ) async throws {
    story.part("The same with the library's snapshots. Last week's had snapshot version 1, today's have 2:")
    let table = InMemoryRecorder()
    try await SnapshotStore<ExampleOfLastWeek>(recorder: table).take(of: id, at: 4, from: store)
    let snapshots = SnapshotStore<ExampleOfToday>(recorder: table)
    let repository = Repository(eventStore: store, snapshots: snapshots)
    let replayed = try await repository[id]
    story.say("changes = \(replayed.changes)")
    story.say("\(snapshots.counts)")
    guard replayed.changes == 2, snapshots.counts.used == 0 else {
      throw NotAsTold("An old snapshot was used.")
    }
    try await snapshots.take(of: id, from: store)
    story.part("One is taken anew, and is used from then on:")
    story.say("changes = \(try await repository[id].changes)")
    story.say("\(snapshots.counts)")
    guard snapshots.counts.used == 1 else { throw NotAsTold("The new snapshot was not used.") }

    story.part("Without another version the library would read it, too. A test that pins both, fails in time:")
    let events: [ExampleEvent] = values(of: ["bar1", "bar2", "bar2"])
    let forms = try [
      SnapshotForm(of: ExampleOfLastWeek.self, after: events[0], events[1], events[2]).state,
      SnapshotForm(of: ExampleOfToday.self, after: events[0], events[1], events[2]).state,
    ].map { $0?.prefix { $0 != "," } ?? "" }
    story.say("last week \(forms[0]), …")
    story.say("today     \(forms[1]), …")
    guard forms[0] != forms[1] else { throw NotAsTold("The form is the same.") }
  }

  private static func values(of texts: [String]) -> [ExampleEvent] {
    [.created(foo: texts[0])] + texts.dropFirst().map { .valueChanged(name: .foo, value: $0) }
  }
}
