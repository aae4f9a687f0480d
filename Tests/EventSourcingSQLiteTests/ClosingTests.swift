import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
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
}
