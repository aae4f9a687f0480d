import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import Testing

@Suite("How often the past of a log was changed")
struct LogRevisionTests {
  private func item(_ id: UUID, _ position: Int, _ data: String) -> SequencedItem {
    SequencedItem(
      sequenceID: id, position: position, topic: "Sample.made", data: Data(data.utf8),
      timestamp: Timestamp(microseconds: position))
  }

  @Test func `is known when the database is opened again`() async throws {
    try await withTemporaryFolder { folder in
      let file = SQLiteLocation.file("\(folder)/items.sqlite")
      let id = UUID()
      let recorder = try await SQLiteRecorder(file)
      let before = try await recorder.logRevision()
      try await recorder.closing {
        try await recorder.append([item(id, 0, "{}"), item(id, 1, "{}")])
        try await recorder.rewrite([Rewrite(from: item(id, 0, "{}"), to: item(id, 0, "[]"))])
        try await recorder.deleteItems(of: id)
      }
      let again = try await SQLiteRecorder(file)
      try await again.closing {
        let revision = try await again.logRevision()
        #expect(revision == LogRevision(log: before.log, changes: 2))
        #expect(again.changesOfThePast == 0, "which counts from the opening on")
      }
    }
  }

  @Test func `begins at 0 in a database of an older version, and loses nothing that it has`() async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/items.sqlite"
      let log = UUID()
      let blob = withUnsafeBytes(of: log.uuid) { Data($0) }
      let queue = try DatabaseQueue(path: path)
      try await queue.write { db in
        // As the version before has made it.
        try db.execute(
          sql: """
            CREATE TABLE main."sequenced_items" (
              "notification_id" INTEGER PRIMARY KEY AUTOINCREMENT, "sequence_id" BLOB NOT NULL,
              "position" INTEGER NOT NULL, "topic" TEXT NOT NULL, "data" BLOB NOT NULL, "timestamp" INTEGER NOT NULL,
              "metadata" TEXT, UNIQUE ("sequence_id", "position")
            );
            CREATE TABLE main."sequenced_items_tracking" (
              upstream TEXT NOT NULL PRIMARY KEY, notification_id INTEGER NOT NULL, log BLOB, digest INTEGER
            ) WITHOUT ROWID
            """)
        try db.execute(
          sql:
            "INSERT INTO sequenced_items_tracking (upstream, notification_id, log) VALUES ('', 0, ?), ('Orders', 7, NULL)",
          arguments: [blob])
      }
      try queue.close()
      let recorder = try await SQLiteRecorder(.file(path))
      try await recorder.closing {
        #expect(try await recorder.logRevision() == LogRevision(log: log, changes: 0))
        let id = UUID()
        try await recorder.append([item(id, 0, "{}")])
        try await recorder.deleteItem(of: id, at: 0)
        #expect(try await recorder.logRevision() == LogRevision(log: log, changes: 1))
        #expect(try await recorder.lastTracked(of: "Orders") == 7)
      }
    }
  }
}
