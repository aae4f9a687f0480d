import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import GRDBSQLite
import Synchronization
import Testing

@Suite("Closing a database", .timeLimit(.minutes(5)))
struct ClosingTests {
  @Test @MainActor func `lets what waits end, and refuses what comes after`() async throws {
    try await withTemporaryFolder { folder in
      let recorder = try await SQLiteRecorder(.file("\(folder)/items.sqlite"))
      let busy = await BusyWriter(of: recorder)
      var waiting: [Task<[Int], any Error>] = []
      for _ in 0..<10 {
        waiting.append(await started { try await recorder.append(items(UUID(), 0...0)) })
      }
      let closing = await started { try await recorder.close() }
      await #expect(throws: RecorderError.closed) { try await recorder.append(items(UUID(), 0...0)) }
      await #expect(throws: RecorderError.closed) { try await recorder.notifications(after: 0, limit: 1) }
      await #expect(throws: RecorderError.closed) { try await recorder.deleteItems(of: UUID()) }
      try await busy.free()
      for (number, append) in waiting.enumerated() {
        #expect(try await append.value == [number + 1])
      }
      try await closing.value
      let again = try await SQLiteRecorder(.file("\(folder)/items.sqlite"))
      #expect(try await again.notifications(after: 0, limit: 100).count == 10)
      try await again.close()
    }
  }

  @Test(arguments: [true, false])
  func `may be asked for many times at once`(_ isFile: Bool) async throws {
    try await withTemporaryFolder { folder in
      for round in 0..<10 {
        let recorder = try await SQLiteRecorder(isFile ? .file("\(folder)/\(round).sqlite") : .memory)
        try await recorder.append(items(UUID(), 0...0))
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<8 {
            group.addTask { try await recorder.close() }
          }
          try await group.waitForAll()
        }
        await #expect(throws: RecorderError.closed) { try await recorder.items(of: UUID()) }
      }
    }
  }

  @Test func `ends reads with an answer or as closed`() async throws {
    try await withTemporaryFolder { folder in
      for round in 0..<20 {
        let recorder = try await SQLiteRecorder(.file("\(folder)/\(round).sqlite"))
        try await recorder.append(items(UUID(), 0...0))
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<8 {
            group.addTask {
              do {
                for _ in 0..<100 {
                  let found = try await recorder.notifications(after: 0, limit: 10).count
                  #expect(found == 1)
                }
              } catch {
                #expect(error as? RecorderError == .closed)
              }
            }
          }
          group.addTask { try await recorder.close() }
          try await group.waitForAll()
        }
      }
    }
  }

  @Test func `leaves one file that holds everything`() async throws {
    try await withTemporaryFolder { folder in
      let recorder = try await SQLiteRecorder(.file("\(folder)/items.sqlite"))
      try await recorder.append(items(UUID(), 0...2))
      // A connection that only reads, and so cannot tidy up, must not be the last to go.
      #expect(try await recorder.notifications(after: 0, limit: 10).count == 3)
      try await recorder.close()
      #expect(try contents(of: folder).keys.sorted() == ["items.sqlite"])
    }
  }

  @Test func `says that the newest events have stayed in the WAL while somebody reads`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      let recorder = try await SQLiteRecorder(.file(file), options: SQLiteOptions(busyTimeout: 0.05))
      try byHand(file) { db in
        try db.execute(sql: "BEGIN; SELECT * FROM sequenced_items")
        let closed = DispatchSemaphore(value: 0)
        let outcome = Mutex<RecorderError?>(nil)
        Task.detached {
          do {
            try await recorder.append(items(UUID(), 0...2))
            try await recorder.close()
          } catch {
            outcome.withLock { $0 = error as? RecorderError }
          }
          closed.signal()
        }
        closed.wait()
        let error = outcome.withLock { $0 }
        #expect(error?.code == .busy)
        #expect(error?.reason.contains("\(file)-wal") == true)
        try db.execute(sql: "COMMIT")
      }
      await #expect(throws: RecorderError.self) { try await recorder.close() }
      let again = try await SQLiteRecorder(.file(file))
      #expect(try await again.notifications(after: 0, limit: 10).count == 3)
      try await again.close()
    }
  }

  @Test func `is fine while another process has it open and does not read`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      let (recorder, another) = (try await SQLiteRecorder(.file(file)), try await SQLiteRecorder(.file(file)))
      try await recorder.append(items(UUID(), 0...2))
      #expect(try await another.notifications(after: 0, limit: 10).count == 3)
      try await recorder.close()
      // It may be copied alone.
      try FileManager.default.copyItem(atPath: file, toPath: "\(folder)/copy.sqlite")
      let copied = try byHand("\(folder)/copy.sqlite") { db in
        try Int.fetchOne(db, sql: "SELECT count(*) FROM sequenced_items")
      }
      #expect(copied == 3)
      try await another.close()
    }
  }

  @Test func `says that the newest events have stayed in the WAL when there is no room for them`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      let recorder = try await SQLiteRecorder(.file(file))
      try await recorder.append(items(UUID(), 0...2))
      _ = try await BrokenDisk(of: recorder, .database) { $0.xWrite = { _, _, _, _ in SQLITE_FULL } }
      let error = await #expect(throws: RecorderError.self) { try await recorder.close() }
      #expect(error?.code == .full)
      #expect(error?.reason.contains("\(file)-wal") == true)
      let again = try await SQLiteRecorder(.file(file))
      #expect(try await again.notifications(after: 0, limit: 10).count == 3)
      try await again.close()
    }
  }
}
