import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import Testing

@Suite("A history that somebody changed by hand")
struct DamagedHistoryTests {
  private let id = UUID()

  @Test func `is read as it was, before`() async throws {
    let counter = try await counter(after: "SELECT 1")
    #expect(counter.sum == 6)
    #expect(counter.version == 4)
  }

  @Test(arguments: [0, 1, 2])
  func `tells of a gap`(_ position: Int) async throws {
    let gap = SequenceGap(sequenceID: id, missing: position)
    await #expect(throws: gap) {
      try await counter(after: "DELETE FROM sequenced_items WHERE position = \(position)")
    }
    #expect("\(gap)".contains("\(id)") && "\(gap)".contains("position \(position)"))
  }

  @Test func `tells of a position that was moved`() async throws {
    await #expect(throws: SequenceGap(sequenceID: id, missing: 3)) {
      try await counter(after: "UPDATE sequenced_items SET position = 9 WHERE position = 3")
    }
  }

  @Test func `tells of a second beginning`() async throws {
    await #expect(throws: ReplayError.createdTwice(id: id, version: 2)) {
      try await counter(after: "UPDATE sequenced_items SET topic = 'Counter.started', data = '{}' WHERE position = 2")
    }
  }

  @Test func `tells of a beginning that was changed`() async throws {
    await #expect(throws: ReplayError.createdNothing(id: id, version: 0)) {
      try await counter(
        after: """
          UPDATE sequenced_items SET topic = 'Counter.added', data = '{"amount":1,"note":""}' WHERE position = 0
          """)
    }
  }

  private static let unreadable: [Named<(String, UnreadableItem.Problem)>] = [
    Named("an unknown topic", ("topic = 'Counter.doubled'", .unknownTopic)),
    Named("a topic of later code", ("topic = 'Counter.added@2'", .newerVersion(known: 1))),
    Named("no JSON", ("data = 'seven'", .malformed(at: ""))),
    Named("no text at all", ("data = x'00FF'", .malformed(at: ""))),
    Named("a number", ("data = 7", .malformed(at: ""))),
    Named("nothing", ("data = ''", .malformed(at: ""))),
    Named("JSON that was cut short", ("data = substr(data, 1, 12)", .malformed(at: ""))),
    Named("a missing value", (#"data = '{"note":""}'"#, .malformed(at: "amount"))),
    Named("a value of another type", (#"data = '{"amount":"x","note":""}'"#, .malformed(at: "amount"))),
  ]

  @Test(arguments: unreadable)
  func `tells of an item that cannot be read`(_ damage: Named<(String, UnreadableItem.Problem)>) async throws {
    let (change, problem) = damage.value
    let error = await #expect(throws: UnreadableItem.self) {
      try await counter(after: "UPDATE sequenced_items SET \(change) WHERE position = 2")
    }
    #expect(error?.sequenceID == id)
    #expect(error?.position == 2)
    #expect(error?.problem == problem)
    let text = error.map { "\($0)" } ?? ""
    #expect(text.contains("\(id), position 2, topic “Counter."))
  }

  /// The counter as a repository gives it, after a change to the database of a running application.
  private func counter(after change: String) async throws -> Counter {
    try await withTemporaryFolder { folder in
      let recorder = try await SQLiteRecorder(.file("\(folder)/items.sqlite"))
      let store = EventStore(of: CounterEvent.self, in: recorder)
      try await store.append(Counter.events(of: id, additions: 3))
      try byHand("\(folder)/items.sqlite") { try $0.execute(sql: change) }
      let outcome: Result<Counter, any Error>
      do {
        outcome = .success(try await Repository<Counter>(eventStore: store)[id])
      } catch {
        outcome = .failure(error)
      }
      try await recorder.close()
      return try outcome.get()
    }
  }
}
