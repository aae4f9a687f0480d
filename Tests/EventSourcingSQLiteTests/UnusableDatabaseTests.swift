import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import GRDBSQLite
import Testing

@Suite("A database that cannot be used")
struct UnusableDatabaseTests {
  @Test(arguments: ["This is a letter, not a database.\n", String(repeating: "letter ", count: 3_000)])
  func `is no database and stays as it is`(_ text: String) async throws {
    try await withTemporaryFolder { folder in
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/letter.txt"))
      let error = await openingError("\(folder)/letter.txt")
      #expect(error?.code == .notADatabase)
      #expect(error?.reason.contains("\(folder)/letter.txt") == true)
      #expect(try contents(of: folder) == ["letter.txt": Data(text.utf8)])
    }
  }

  @Test func `is cut short and stays as it is`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      let whole = try await database(in: file)
      let cut = whole.prefix(whole.count / 2 / 4_096 * 4_096)
      try cut.write(to: URL(filePath: file))
      #expect(await openingError(file)?.code == .notADatabase)
      #expect(try Data(contentsOfFile: file) == cut)
    }
  }

  @Test func `has damaged pages, which are found when they are read`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      var damaged = try await database(in: file)
      let middle = damaged.count / 2
      damaged.replaceSubrange(middle..<(middle + 8_192), with: Data(repeating: 0x5A, count: 8_192))
      try damaged.write(to: URL(filePath: file))
      let recorder = try await SQLiteRecorder(.file(file))
      let error = await #expect(throws: RecorderError.self) {
        try await recorder.notifications(after: 0, limit: .max)
      }
      #expect(error?.code == .notADatabase)
      try await recorder.close()
    }
  }

  @Test func `is in a folder that does not exist`() async throws {
    try await withTemporaryFolder { folder in
      #expect(await openingError("\(folder)/no/items.sqlite")?.code == .unavailable)
      let after = try contents(of: folder)
      #expect(after == [:])
    }
  }

  @Test func `is a folder`() async throws {
    try await withTemporaryFolder { folder in
      try FileManager.default.createDirectory(atPath: "\(folder)/inner", withIntermediateDirectories: false)
      #expect(await openingError("\(folder)/inner")?.code == .unavailable)
      #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/inner") == [])
    }
  }

  @Test func `lost its table while it was open`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      let recorder = try await SQLiteRecorder(.file(file))
      try byHand(file) { try $0.execute(sql: "DROP TABLE sequenced_items") }
      let append = await #expect(throws: RecorderError.self) { try await recorder.append(items(UUID(), 0...0)) }
      let read = await #expect(throws: RecorderError.self) { try await recorder.items(of: UUID()) }
      #expect(append?.code == .unavailable)
      #expect(append?.reason.contains("sequenced_items") == true)
      #expect(read?.code == .unavailable)
      try await recorder.close()
    }
  }

  @Test func `cannot take a value that is too large, and takes the next`() async throws {
    let recorder = try await SQLiteRecorder(.memory)
    try await recorder.onWriter { db in _ = sqlite3_limit(db.sqliteConnection, SQLITE_LIMIT_LENGTH, 10_000) }
    let error = await #expect(throws: RecorderError.self) {
      try await recorder.append([item(UUID(), 0), item(UUID(), 0, bytes: 20_000)])
    }
    #expect(error?.code == .unstorable)
    #expect(try await recorder.append([item(UUID(), 0, bytes: 5_000)]) == [1])
    try await recorder.close()
  }

  @Test func `cannot commit, and takes the next append`() async throws {
    let recorder = try await SQLiteRecorder(.memory)
    try await recorder.onWriter { db in
      // The key is missed only when the transaction is to be committed, and leaves it open.
      try db.execute(
        sql: """
          CREATE TABLE owners (id INTEGER PRIMARY KEY);
          CREATE TABLE orphans (owner INTEGER REFERENCES owners DEFERRABLE INITIALLY DEFERRED);
          CREATE TRIGGER orphan AFTER INSERT ON sequenced_items WHEN NEW.topic = 'Orphan'
          BEGIN INSERT INTO orphans VALUES (7); END
          """)
    }
    let error = await #expect(throws: RecorderError.self) {
      try await recorder.append([item(UUID(), 0), item(UUID(), 0, topic: "Orphan")])
    }
    #expect(error?.code == .unstorable)
    #expect(try await recorder.notifications(after: 0, limit: 10) == [])
    #expect(try await recorder.append([item(UUID(), 0)]).count == 1)
    try await recorder.close()
  }

  private func openingError(_ file: String) async -> RecorderError? {
    await #expect(throws: RecorderError.self) { try await SQLiteRecorder(.file(file)).close() }
  }

  /// Makes a database of many pages, and gives its bytes.
  private func database(in file: String) async throws -> Data {
    let recorder = try await SQLiteRecorder(.file(file))
    for _ in 0..<4 {
      try await recorder.append((0..<50).map { _ in item(UUID(), 0, bytes: 1_000) })
    }
    try await recorder.close()
    return try Data(contentsOfFile: file)
  }
}
