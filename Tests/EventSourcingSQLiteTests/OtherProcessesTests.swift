import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import ProcessSupport
import Testing

@Suite("A database used by several processes", .timeLimit(.minutes(5)))
struct OtherProcessesTests {
  @Test func `waits while another process holds the lock`() async throws {
    try await withLockedDatabase(SQLiteOptions(busyTimeout: 60)) { recorder, _, child in
      let begun = try await recorder.transactionsBegun()
      let waiting = Task { try await recorder.append(items(UUID(), 0...2)) }
      await begun.next()
      child.closeInput()
      #expect(try await waiting.value == [2, 3, 4])
    }
  }

  @Test func `is busy when the lock is held for longer than the timeout`() async throws {
    try await withLockedDatabase(SQLiteOptions(busyTimeout: 0.02)) { recorder, _, child in
      let id = UUID()
      let error = await #expect(throws: RecorderError.self) { try await recorder.append(items(id, 0...2)) }
      #expect(error?.code == .busy)
      let deletion = await #expect(throws: RecorderError.self) { try await recorder.deleteItems(of: id) }
      #expect(deletion?.code == .busy)
      #expect(try await recorder.items(of: id) == [])
      child.closeInput()
      #expect(await child.ended() == .exited(0))
      let ids = try await recorder.append(items(id, 0...2))
      #expect(ids == [2, 3, 4])
    }
  }

  @Test @MainActor func `is asked for the lock once for a group, and not again for each append in it`() async throws {
    try await withLockedDatabase(SQLiteOptions(busyTimeout: 0.02)) { recorder, _, _ in
      let begun = Tally()
      try await recorder.onWriter { db in
        db.trace { event in
          if "\(event)".hasPrefix("BEGIN") { begun.add() }
        }
      }
      let busy = await BusyWriter(of: recorder)
      var appends: [Task<[Int], any Error>] = []
      for _ in 0..<5 {
        appends.append(await started { try await recorder.append(items(UUID(), 0...0)) })
      }
      try await busy.free()
      for append in appends {
        let error = await #expect(throws: RecorderError.self) { try await append.value }
        #expect(error?.code == .busy)
      }
      #expect(begun.count == 1)
    }
  }

  @Test func `is busy at once when there is no time to wait`() async throws {
    try await withLockedDatabase(SQLiteOptions(busyTimeout: -1)) { recorder, _, _ in
      let error = await #expect(throws: RecorderError.self) { try await recorder.append(items(UUID(), 0...0)) }
      #expect(error?.code == .busy)
    }
  }

  @Test func `is read while another process writes`() async throws {
    try await withLockedDatabase(SQLiteOptions(busyTimeout: 0)) { recorder, _, _ in
      let found = try await recorder.notifications(after: 0, limit: 10)
      #expect(found.map(\.item) == [firstItem])
      #expect(try await recorder.items(of: firstItem.sequenceID) == [firstItem])
      #expect(try await recorder.item(of: firstItem.sequenceID, at: 0) == firstItem)
      #expect(try await recorder.sequenceIDs(after: nil, limit: 10) == [firstItem.sequenceID])
      #expect(try await recorder.lastTracked(of: "Orders") == nil)
    }
  }

  @Test func `is opened while another process writes`() async throws {
    try await withLockedDatabase(SQLiteOptions(busyTimeout: 0)) { _, file, _ in
      let another = try await SQLiteRecorder(.file(file), options: SQLiteOptions(busyTimeout: 0))
      #expect(try await another.items(of: firstItem.sequenceID) == [firstItem])
      try await another.close()
    }
  }

  @Test func `keeps what was appended while an impatient process came and went`() async throws {
    try await withLockedDatabase(SQLiteOptions()) { recorder, _, child in
      child.kill()
      #expect(await child.ended() == .signalled(SIGKILL))
      let ids = try await recorder.append(items(UUID(), 0...2))
      #expect(ids == [2, 3, 4])
    }
  }

  private let firstItem = item(UUID(), 0)

  /// Lends a recorder with one item, its file, and the process that holds the lock of its database.
  private func withLockedDatabase(
    _ options: SQLiteOptions, _ body: (SQLiteRecorder, String, ChildProcess) async throws -> Void
  ) async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      let recorder = try await SQLiteRecorder(.file(file), options: options)
      try await recorder.append([firstItem])
      try await withChild("sqlite-worker", ["hold", file]) { child in
        #expect(await child.nextLine() == "held")
        try await body(recorder, file, child)
      }
      try await recorder.close()
    }
  }
}
