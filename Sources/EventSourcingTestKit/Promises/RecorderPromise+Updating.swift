import EventSourcing
import Foundation

extension RecorderPromise {
  /// Tasks that get an entity, decide and save, again after each conflict: it ends as what they were told was saved.
  func losesNoUpdate(_ recorders: [any Recorder]) async throws {
    let (tasks, updates, ids) = (64, 4, (1...8).map { Sample.id($0) })
    let books = try recorders.map(Books.init)
    defer { books.forEach { $0.close() } }
    for id in ids { try await books[0].start(id) }
    let acknowledged = try await withThrowingTaskGroup(of: [(id: UUID, amount: Int)].self) { group in
      for task in 0..<tasks {
        group.addTask {
          var added: [(id: UUID, amount: Int)] = []
          for update in 0..<updates {
            let (id, amount) = (ids[(task + update) % ids.count], 1 + task * updates + update)
            try await books[task % books.count].add(amount, to: id)
            added.append((id, amount))
          }
          return added
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    try expect(acknowledged.count, equals: tasks * updates, "The number of updates acknowledged")
    for (number, id) in ids.enumerated() {
      let added = acknowledged.filter { $0.id == id }.map(\.amount)
      for books in books {
        let tally = try await books.repository[id]
        try expect(tally.sum, equals: added.reduce(0, +), "Entity \(number): the sum of what was acknowledged")
        try expect(tally.version, equals: 1 + added.count, "Entity \(number): an event for each update")
      }
    }
  }
}

/// Where the tallies of one recorder are kept.
private struct Books: Sendable {
  let repository: Repository<Tally>
  private let bus = EventBus()
  private let policy: PersistencePolicy<Tally.Event>

  init(_ recorder: any Recorder) throws {
    let store = EventStore(of: Tally.Event.self, in: recorder)
    repository = Repository(eventStore: store)
    policy = try PersistencePolicy(eventStore: store, bus: bus)
  }

  func start(_ id: UUID) async throws {
    try await EventBus.$current.withValue(bus) { _ = try await Tally.create(.started, id: id) }
  }

  func add(_ amount: Int, to id: UUID) async throws {
    try await EventBus.$current.withValue(bus) {
      try await retryingOnConcurrencyError(attempts: 1_000, wait: .microseconds(100)) {
        var tally = try await repository[id]
        // So that others come in between, also where nothing else takes time.
        await Task.yield()
        try await tally.add(amount)
      }
    }
  }

  func close() {
    policy.close()
  }
}
