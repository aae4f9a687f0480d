import EventSourcing
import EventSourcingSQLite
import Foundation
import Step1Events
import Step2Entity
import Story

/// A store that looks whether a position is free, and then inserts: two writers both find it free.
enum Trap3: Trap {
  static let title = "A store that looks first and inserts then"

  /// Looks before it inserts. It is an actor, and still two calls of `append` can overlap at each `await`.
  actor CarefulStore {
    private let mapper = SequencedItemMapper<DomainEvent<ExampleEvent>>()
    private let table: DistantTable

    init(table: DistantTable) {
      self.table = table
    }

    func append(_ event: DomainEvent<ExampleEvent>) async throws {
      let newest = await table.newestPosition(of: event.entityID) ?? -1
      guard event.entityVersion == newest + 1 else {
        throw ConcurrencyError(sequenceID: event.entityID, position: event.entityVersion)
      }
      await table.insert(try mapper.item(from: event))
    }
  }

  static func spring(_ story: Story) async throws {
    let id = story.ids.next()
    let created = event(0, .created(foo: "bar1"), of: id, story)
    let mine = event(1, .valueChanged(name: .foo, value: "bar2"), of: id, story)
    let yours = event(1, .valueChanged(name: .foo, value: "bar3"), of: id, story)

    let mapper = SequencedItemMapper<DomainEvent<ExampleEvent>>()
    let table = DistantTable([try mapper.item(from: created)])
    let store = CarefulStore(table: table)
    story.part("Two writers append to one example, each the event at position 1:")
    async let first: Void = store.append(mine)
    async let second: Void = store.append(yours)
    _ = try await (first, second)
    story.say("both were told that it is stored")

    story.part("The rows of the example:")
    let items = await table.items
    story.items(items)

    story.part("Replay them, to have the example again:")
    do {
      throw NotAsTold("It was replayed: \(try Example.replaying(items.map(mapper.event(from:))) as Any)")
    } catch let error as ReplayError {
      story.refused(error)
    }

    try await cured(story, created, mine, yours)
  }

  private static func cured(
    _ story: Story, _ created: DomainEvent<ExampleEvent>, _ mine: DomainEvent<ExampleEvent>,
    _ yours: DomainEvent<ExampleEvent>
  ) async throws {
    story.part("The same two writers on the library's store:")
    let recorder = try await SQLiteRecorder(.memory)
    try await recorder.closing {
      let store = EventStore(of: ExampleEvent.self, in: recorder)
      try await store.append(created)
      async let first = refusal { try await store.append(mine) }
      async let second = refusal { try await store.append(yours) }
      let refusals = try await [first, second].compactMap(\.self)
      guard refusals.count == 1 else { throw NotAsTold("\(refusals.count) of the two writers were refused.") }
      story.say("one was told that it is stored, and one:")
      story.refused(refusals[0])
      story.say("items stored: \(try await recorder.items(of: created.entityID).count)")
    }
  }

  /// The error of somebody who was not the first; `nil` for the one who was.
  private static func refusal(of append: () async throws -> Void) async throws -> ConcurrencyError? {
    do {
      try await append()
      return nil
    } catch let error as ConcurrencyError {
      return error
    }
  }

  private static func event(
    _ version: Int, _ payload: ExampleEvent, of id: UUID, _ story: Story
  ) -> DomainEvent<ExampleEvent> {
    DomainEvent(entityID: id, entityVersion: version, timestamp: story.clock.now(), payload: payload)
  }
}

/// A table without a unique constraint, in a database so far away that two writers look before either inserts.
///
/// Under load that happens by chance. Here the first look waits for the second, so that it happens on each run.
actor DistantTable {
  private var rows: [SequencedItem]
  private var firstLook: CheckedContinuation<Void, Never>?

  init(_ rows: [SequencedItem]) {
    self.rows = rows
  }

  /// The rows in order; which of two at the same position comes first is left to chance, so their data decides.
  var items: [SequencedItem] {
    rows.sorted { ($0.position, $0.data.readable) < ($1.position, $1.data.readable) }
  }

  func newestPosition(of sequenceID: UUID) async -> Int? {
    let newest = rows.last { $0.sequenceID == sequenceID }?.position
    if let firstLook {
      firstLook.resume()
      self.firstLook = nil
    } else {
      await withCheckedContinuation { firstLook = $0 }
    }
    return newest
  }

  func insert(_ item: SequencedItem) {
    rows.append(item)
  }
}
