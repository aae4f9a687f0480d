import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import Testing

@Suite("A database without room")
struct FullDatabaseTests {
  private let small = SQLiteOptions(maximumSize: 128 * 1_024)

  @Test func `refuses what does not fit, keeps what it has, and takes what fits`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      let recorder = try await SQLiteRecorder(.file(file), options: small)
      let id = UUID()
      try await recorder.append(items(id, 0...2))
      let error = await #expect(throws: RecorderError.self) {
        try await recorder.append([item(id, 3), item(id, 4, bytes: 1_000_000)])
      }
      #expect(error?.code == .full)
      #expect(try await recorder.items(of: id) == items(id, 0...2))
      try await recorder.append(items(id, 3...5))
      #expect(try await recorder.items(of: id) == items(id, 0...5))
      try await recorder.close()
      #expect(try Data(contentsOfFile: file).count <= 128 * 1_024)
    }
  }

  @Test @MainActor func `gives each append of a group its own outcome`() async throws {
    try await withTemporaryFolder { folder in
      let recorder = try await SQLiteRecorder(.file("\(folder)/items.sqlite"), options: small)
      let busy = await BusyWriter(of: recorder)
      let ids = (0..<20).map { _ in UUID() }
      var appends: [Task<[Int], any Error>] = []
      for (number, id) in ids.enumerated() {
        appends.append(await started { try await recorder.append([item(id, 0, bytes: number == 9 ? 1_000_000 : 100)]) })
      }
      try await busy.free()
      for (number, append) in appends.enumerated() {
        if number == 9 {
          let error = await #expect(throws: RecorderError.self) { try await append.value }
          #expect(error?.code == .full)
        } else {
          #expect(try await append.value.count == 1)
        }
      }
      let stored = try await recorder.notifications(after: 0, limit: 100).map(\.item.sequenceID)
      #expect(stored == ids.filter { $0 != ids[9] })
      try await recorder.close()
    }
  }

  @Test func `is refused when not even the tables fit`() async throws {
    try await withTemporaryFolder { folder in
      let error = await #expect(throws: RecorderError.self) {
        try await SQLiteRecorder(.file("\(folder)/items.sqlite"), options: SQLiteOptions(maximumSize: 0)).close()
      }
      #expect(error?.code == .full)
    }
  }

  @Test func `is limited in memory, too`() async throws {
    let recorder = try await SQLiteRecorder(.memory, options: small)
    let error = await #expect(throws: RecorderError.self) {
      try await recorder.append([item(UUID(), 0, bytes: 1_000_000)])
    }
    #expect(error?.code == .full)
    try await recorder.close()
  }
}
