import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import Step1Events
import Step2Entity
import Step8AlternativeSchema
import Story

/// A table made by hand, without the unique constraint, and read in the order of the time.
enum Trap8: Trap {
  static let title = "A table of your own, made by hand"

  /// The table of step 8, but for one line.
  struct HandmadeTable {
    static let creation = """
      CREATE TABLE stored_events (
        notification_id INTEGER PRIMARY KEY AUTOINCREMENT,
        aggregate_id BLOB NOT NULL,
        aggregate_version INTEGER NOT NULL,
        event_type TEXT NOT NULL,
        state BLOB NOT NULL,
        occurred_on INTEGER NOT NULL
      )
      """

    let database: DatabaseQueue
    private let mapper = SequencedItemMapper<DomainEvent<ExampleEvent>>()

    init(file: String) async throws {
      database = try DatabaseQueue(path: file)
      try await database.write { db in try db.execute(sql: Self.creation) }
    }

    func append(_ event: DomainEvent<ExampleEvent>) async throws {
      let item = try mapper.item(from: event)
      try await database.write { db in
        try db.execute(
          sql: """
            INSERT INTO stored_events (aggregate_id, aggregate_version, event_type, state, occurred_on)
            VALUES (?, ?, ?, ?, ?)
            """,
          arguments: [item.sequenceID, item.position, item.topic, item.data, item.timestamp.microseconds])
      }
    }

    func events(of id: UUID) async throws -> [DomainEvent<ExampleEvent>] {
      let items = try await database.read { db in
        let query = "SELECT * FROM stored_events WHERE aggregate_id = ? ORDER BY occurred_on"
        return try Row.fetchAll(db, sql: query, arguments: [id]).map { row in
          SequencedItem(
            sequenceID: id, position: row["aggregate_version"], topic: row["event_type"], data: row["state"],
            timestamp: Timestamp(microseconds: row["occurred_on"]))
        }
      }
      return try items.map(mapper.event(from:))
    }
  }

  /// What two servers cause, in the order in which they do; the clock of the second is three seconds slow.
  private struct Changes {
    let id: UUID
    let created, first, second: DomainEvent<ExampleEvent>
    let both: [DomainEvent<ExampleEvent>]

    init(_ story: Story) {
      let id = story.ids.next()
      let start = story.clock.now()
      func event(_ version: Int, after seconds: Int, _ payload: ExampleEvent) -> DomainEvent<ExampleEvent> {
        let time = Timestamp(microseconds: start.microseconds + seconds * 1_000_000)
        return DomainEvent(entityID: id, entityVersion: version, timestamp: time, payload: payload)
      }
      self.id = id
      created = event(0, after: 0, .created(foo: "bar1"))
      first = event(1, after: 5, .valueChanged(name: .foo, value: "bar2"))
      second = event(2, after: 6 - 3, .valueChanged(name: .foo, value: "bar3"))
      both = [
        event(3, after: 10, .valueChanged(name: .foo, value: "bar4")),
        event(3, after: 11 - 3, .valueChanged(name: .foo, value: "bar5")),
      ]
    }
  }

  static func spring(_ story: Story) async throws {
    try await withTemporaryFolder { folder in
      let changes = Changes(story)
      let file = "\(folder)/handmade.sqlite"
      try await goWrong(story, changes, HandmadeTable(file: file))
      try await refused(story, file, in: folder)
      try await cured(story, changes, "\(folder)/new.sqlite")
    }
  }

  private static func goWrong(_ story: Story, _ changes: Changes, _ table: HandmadeTable) async throws {
    story.part("Two servers change one example, one after the other. The clock of the second is three seconds slow:")
    for event in [changes.created, changes.first, changes.second] { try await table.append(event) }
    story.events([changes.created, changes.first, changes.second])

    story.part("Read them in the order of the time, and fold them:")
    var example: Example?
    for event in try await table.events(of: changes.id) { Example.mutate(&example, with: event) }
    guard let example, example.foo == "bar2" else { throw NotAsTold("The newest change was not lost.") }
    story.say("foo = \(example.foo)")

    story.part("Both servers, who know three events, append the event at position 3:")
    for event in changes.both { try await table.append(event) }
    let rivals = try await table.events(of: changes.id).filter { $0.entityVersion == 3 }
    guard rivals.count == 2 else { throw NotAsTold("\(rivals.count) events are at position 3.") }
    story.say("both were told that it is stored")
    story.events(rivals)
  }

  private static func refused(_ story: Story, _ file: String, in folder: String) async throws {
    story.part("Open this table with the library's recorder:")
    do {
      try await SQLiteRecorder(.file(file), table: StoredEvent.table).close()
      throw NotAsTold("The recorder took the table.")
    } catch let error as RecorderError {
      story.refused(RecorderError(error.code, error.reason.replacing("\(folder)/", with: "")))
    }
  }

  private static func cured(_ story: Story, _ changes: Changes, _ file: String) async throws {
    story.part("Let the recorder make the table, in a new file, and append the same five events:")
    let recorder = try await SQLiteRecorder(.file(file), table: StoredEvent.table)
    try await recorder.closing {
      let store = EventStore(of: ExampleEvent.self, in: recorder)
      for event in [changes.created, changes.first, changes.second, changes.both[0]] { try await store.append(event) }
      do {
        try await store.append(changes.both[1])
        throw NotAsTold("Two events are at one position.")
      } catch let error as ConcurrencyError {
        story.refused(error)
      }
      let events = try await store.events(of: changes.id)
      story.events(events)
      guard let example = try Example.replaying(events), example.foo == "bar4" else {
        throw NotAsTold("The newest change was lost.")
      }
      story.say("foo = \(example.foo)")
    }
  }
}
