import Foundation
import Minimal
import Story

// Only these, since Minimal has an EventBus, an EventStore and more of its own.
import struct EventSourcing.EventClock
import struct EventSourcing.IDGenerator
import struct EventSourcing.Timestamp

/// A store that passes over what it cannot read: a deleted example is back.
enum TrapMinimal: Trap {
  static let title = "A store that passes over what it cannot read"

  /// Would rather give some events than none.
  struct ForgivingStore {
    let store: EventStore

    func events(of id: UUID) -> [DomainEvent] {
      store.table.rows
        .filter { $0.sequenceID == id }
        .sorted { $0.position < $1.position }
        .compactMap { try? store.mapper.event(from: $0) }
    }
  }

  static func spring(_ story: Story) throws {
    story.part("These rows are in the table. An older version of the program has stored that the example was deleted:")
    let id = story.ids.next()
    let store = EventStore(table: try tableOfOldRows(id, story))
    story.table(["position", "topic"], store.table.rows.map { ["\($0.position)", $0.topic] })

    story.part("The forgiving store does not know “Example.deleted”, and replays the rest:")
    let events = ForgivingStore(store: store).events(of: id)
    guard let example = events.reduce(into: Example?.none, Example.mutate) else {
      throw NotAsTold("The example stayed deleted.")
    }
    story.say("the example is there: foo is \(example.foo), version \(example.version)")

    story.part("The store of Minimal.swift:")
    do {
      throw NotAsTold("It read \(try store.events(of: id).count) events.")
    } catch let error as DamagedHistory {
      story.refused(error)
    }
  }

  private static func tableOfOldRows(_ id: UUID, _ story: Story) throws -> Table {
    let table = Table()
    let bus = EventBus()
    let mapper = EventStore(table: table).mapper
    bus.subscribe { event in
      var row = try mapper.row(for: event)
      if event.payload == .discarded { row.topic = "Example.deleted" }
      try table.insert(row)
    }
    var example = try Example.create(foo: "bar1", id: id, at: story.clock.now().date, on: bus)
    try example.discard(at: story.clock.now().date, on: bus)
    return table
  }
}
