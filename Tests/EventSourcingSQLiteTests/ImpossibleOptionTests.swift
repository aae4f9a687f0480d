import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import Testing

@Suite("An option that cannot be")
struct ImpossibleOptionTests {
  @Test(arguments: [
    SQLiteOptions(busyTimeout: .nan), SQLiteOptions(busyTimeout: .infinity), SQLiteOptions(busyTimeout: -.infinity),
    SQLiteOptions(maximumSize: .max), SQLiteOptions(readers: .min), SQLiteOptions(readers: 0),
    SQLiteOptions(readers: .max),
  ])
  func `is the nearest one that can`(_ options: SQLiteOptions) async throws {
    try await withTemporaryFolder { folder in
      let recorder = try await SQLiteRecorder(.file("\(folder)/items.sqlite"), options: options)
      #expect(try await recorder.append(items(UUID(), 0...1)) == [1, 2])
      #expect(try await recorder.notifications(after: 0, limit: .max).count == 2)
      try await recorder.close()
    }
  }

  @Test(arguments: [Int.min, -1, 0])
  func `of size leaves no room`(_ size: Int) async throws {
    let error = await #expect(throws: RecorderError.self) {
      try await SQLiteRecorder(.memory, options: SQLiteOptions(maximumSize: size)).close()
    }
    #expect(error?.code == .full)
  }
}
