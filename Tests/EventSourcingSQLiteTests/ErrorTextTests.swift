import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import GRDBSQLite
import Testing

@Suite("The text of an error")
struct ErrorTextTests {
  private static let secret = "4711-0815-secret"
  private static let data = Data(#"{"note":"\#(secret)"}"#.utf8)
  private static let id = UUID()
  private static let first = item(id, 0, data: data)
  private static let tracking = TrackingRecord(upstream: "Orders", from: 0, to: 1)

  private typealias Failing = @Sendable (SQLiteRecorder, String) async throws -> Void

  private static let failures: [Named<Failing>] = [
    Named("a conflict") { recorder, _ in try await recorder.append([first]) },
    Named("a gap") { recorder, _ in try await recorder.append([item(id, 7, data: data)]) },
    Named("the same place twice") { recorder, _ in try await recorder.append([first, first]) },
    Named("tracked already") { recorder, _ in try await recorder.append([first], tracking: tracking) },
    Named("full") { recorder, _ in
      try await recorder.append([item(id, 1, data: data + Data(count: 1_000_000)), item(id, 2, data: data)])
    },
    Named("too large") { recorder, _ in
      try await recorder.onWriter { db in _ = sqlite3_limit(db.sqliteConnection, SQLITE_LIMIT_LENGTH, 1_000) }
      try await recorder.append([item(id, 1, data: data), item(id, 2, data: data + Data(count: 2_000))])
    },
    Named("busy") { recorder, file in
      var leavingTransactionsOpen = Configuration()
      leavingTransactionsOpen.allowsUnsafeTransactions = true
      let other = try DatabaseQueue(path: file, configuration: leavingTransactionsOpen)
      try await other.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
      try await recorder.append([item(id, 1, data: data)])
    },
    Named("a constraint") { recorder, file in
      try byHand(file) { try $0.execute(sql: "CREATE UNIQUE INDEX once ON sequenced_items (data)") }
      try await recorder.append([item(id, 1, data: data)])
    },
    Named("a trigger") { recorder, file in
      try byHand(file) { db in
        try db.execute(
          sql: """
            CREATE TRIGGER no BEFORE INSERT ON sequenced_items
            BEGIN SELECT raise(ABORT, 'not here') WHERE NEW.data LIKE '%secret%'; END
            """)
      }
      try await recorder.append([item(id, 1, data: data)])
    },
    Named("no table") { recorder, file in
      try byHand(file) { try $0.execute(sql: "DROP TABLE sequenced_items") }
      try await recorder.append([item(id, 1, data: data)])
    },
    Named("no table to read") { recorder, file in
      try byHand(file) { try $0.execute(sql: "DROP TABLE sequenced_items") }
      _ = try await recorder.items(of: id)
    },
    Named("a damaged id") { recorder, file in
      try byHand(file) { try $0.execute(sql: "UPDATE sequenced_items SET sequence_id = data") }
      _ = try await recorder.notifications(after: 0, limit: 1)
    },
    Named("a damaged position") { recorder, file in
      try byHand(file) { try $0.execute(sql: "UPDATE sequenced_items SET position = data") }
      _ = try await recorder.notifications(after: 0, limit: 1)
    },
    Named("a stale rewrite") { recorder, _ in
      try await recorder.rewrite([Rewrite(from: item(id, 0), to: first)])
    },
    Named("unreadable data") { recorder, _ in
      let store = EventStore(of: CounterEvent.self, in: recorder)
      try await recorder.append([item(id, 1, topic: "Counter.added", data: data)])
      _ = try await store.events(of: id, where: PositionQuery(atLeast: 1))
    },
    Named("data that is cut short") { recorder, _ in
      let store = EventStore(of: CounterEvent.self, in: recorder)
      try await recorder.append([item(id, 1, topic: "Counter.added", data: data.dropLast())])
      _ = try await store.events(of: id, where: PositionQuery(atLeast: 1))
    },
    Named("an unknown topic") { recorder, _ in
      _ = try await EventStore(of: CounterEvent.self, in: recorder).events(of: id)
    },
    Named("closed") { recorder, _ in
      try await recorder.close()
      try await recorder.append([item(id, 1, data: data)])
    },
  ]

  @Test(arguments: failures)
  private func `has nothing in it of what is stored`(_ failure: Named<Failing>) async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      let options = SQLiteOptions(busyTimeout: 0, maximumSize: 200_000)
      let recorder = try await SQLiteRecorder(.file(file), options: options)
      try await recorder.append([Self.first], tracking: Self.tracking)
      let error = await #expect(throws: (any Error).self) { try await failure.value(recorder, file) }
      let thrown = try #require(error)
      for text in ["\(thrown)", String(reflecting: thrown), thrown.localizedDescription] {
        #expect(!text.contains(Self.secret))
      }
      #expect(!"\(thrown)".isEmpty)
      try await recorder.close()
    }
  }
}
