import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import GRDBSQLite
import Testing

@Suite("A commit on a disk that fails", .timeLimit(.minutes(5)))
struct CommitOutcomeTests {
  @Test func `has an unknown outcome, which is told later`() async throws {
    try await withTemporaryFolder { folder in
      let recorder = try await SQLiteRecorder(.file("\(folder)/items.sqlite"))
      let request = try AppendRequest(items(UUID(), 0...2))
      let disk = try await BrokenDisk(of: recorder) { $0.xSync = { _, _ in 1_034 } }
      let error = await #expect(throws: RecorderError.self) { try await recorder.append(request) }
      #expect(error?.code == .unknownOutcome)
      #expect(error?.reason.contains("SQLite code 1034") == true)
      try await disk.mend()
      #expect(try await recorder.outcome(of: request) == .notStored)
      #expect(try await recorder.append(request) == [1, 2, 3])
      #expect(try await recorder.outcome(of: request) == .stored([1, 2, 3]))
      try await recorder.close()
    }
  }

  @Test @MainActor func `of a group has an unknown outcome for all, and is not tried again`() async throws {
    try await withTemporaryFolder { folder in
      let recorder = try await SQLiteRecorder(.file("\(folder)/items.sqlite"))
      let disk = try await BrokenDisk(of: recorder) { $0.xSync = { _, _ in 1_034 } }
      let begun = Tally()
      try await recorder.onWriter { db in
        db.trace { event in
          if "\(event)".hasPrefix("BEGIN") { begun.add() }
        }
      }
      let busy = await BusyWriter(of: recorder)
      var appends: [Task<[Int], any Error>] = []
      for _ in 0..<5 { appends.append(await started { try await recorder.append(items(UUID(), 0...0)) }) }
      try await busy.free()
      for append in appends {
        let error = await #expect(throws: RecorderError.self) { try await append.value }
        #expect(error?.code == .unknownOutcome)
      }
      #expect(begun.count == 1)
      try await disk.mend()
      try await recorder.close()
    }
  }

  @Test func `has an unknown outcome when it changes the past, too`() async throws {
    try await withTemporaryFolder { folder in
      let recorder = try await SQLiteRecorder(.file("\(folder)/items.sqlite"))
      let id = UUID()
      try await recorder.append(items(id, 0...2))
      let disk = try await BrokenDisk(of: recorder) { $0.xSync = { _, _ in 1_034 } }
      let error = await #expect(throws: RecorderError.self) { try await recorder.deleteItems(of: id) }
      #expect(error?.code == .unknownOutcome)
      try await disk.mend()
      #expect(try await recorder.deleteItems(of: id) == 3)
      try await recorder.close()
    }
  }

  @Test func `that is full has recorded nothing`() async throws {
    try await withTemporaryFolder { folder in
      let recorder = try await SQLiteRecorder(.file("\(folder)/items.sqlite"))
      let disk = try await BrokenDisk(of: recorder) { $0.xWrite = { _, _, _, _ in SQLITE_FULL } }
      let error = await #expect(throws: RecorderError.self) { try await recorder.append(items(UUID(), 0...0)) }
      #expect(error?.code == .full)
      try await disk.mend()
      #expect(try await recorder.append(items(UUID(), 0...0)) == [1])
      try await recorder.close()
    }
  }
}
