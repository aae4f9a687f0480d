import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import Testing

@Suite("Opening a database", .timeLimit(.minutes(5)))
struct OffCooperativeThreadsTests {
  @Test func `does not hold up tasks that can go on while it waits`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      // The tables have to be made, and somebody else has the lock. Tasks run on as many threads as there are cores:
      // if this many opens waited on those, nothing else would run until they gave up.
      var configuration = Configuration()
      configuration.allowsUnsafeTransactions = true
      let other = try DatabaseQueue(path: file, configuration: configuration)
      try await other.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL; BEGIN IMMEDIATE") }
      let tasks = ProcessInfo.processInfo.activeProcessorCount + 1
      let opening = (0..<tasks).map { _ in
        Task.detached { try await SQLiteRecorder(.file(file), options: SQLiteOptions(busyTimeout: 30)) }
      }
      for _ in 0..<100 { await Task.detached {}.value }
      try await other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
      for open in opening { try await open.value.close() }
    }
  }
}
