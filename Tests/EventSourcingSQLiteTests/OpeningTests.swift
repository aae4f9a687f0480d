import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import Testing

@Suite("Opening a database")
struct OpeningTests {
  @Test func `works for many at once while there is none yet`() async throws {
    try await withTemporaryFolder { folder in
      for round in 0..<10 {
        let file = "\(folder)/\(round).sqlite"
        let recorders = try await withThrowingTaskGroup(of: SQLiteRecorder.self) { group in
          for _ in 0..<8 {
            group.addTask { try await SQLiteRecorder(.file(file)) }
          }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        for (number, recorder) in recorders.enumerated() {
          #expect(try await recorder.append(items(UUID(), 0...0)) == [number + 1])
        }
        for recorder in recorders {
          #expect(try await recorder.notifications(after: 0, limit: 100).count == 8)
          try await recorder.close()
        }
      }
    }
  }

  @Test func `makes an empty file a database`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      try Data().write(to: URL(filePath: file))
      let recorder = try await SQLiteRecorder(.file(file))
      #expect(try await recorder.append(items(UUID(), 0...0)) == [1])
      try await recorder.close()
    }
  }

  @Test(arguments: [-.infinity, -1, 0, 0.5, 1e12, .infinity, .nan])
  func `takes any waiting time`(_ seconds: Double) async throws {
    let recorder = try await SQLiteRecorder(.memory, options: SQLiteOptions(busyTimeout: seconds))
    let milliseconds = try await recorder.onWriter { try Int.fetchOne($0, sql: "PRAGMA busy_timeout") }
    #expect(milliseconds == (seconds > 0 ? Int(min(seconds, 1_000_000) * 1_000) : 0))
    try await recorder.close()
  }
}
