import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDBSQLite
import Synchronization
import Testing

@Suite("A file that is gone while its database is open", .timeLimit(.minutes(5)))
struct MovedFileTests {
  enum Fate: CaseIterable {
    case removed, moved, replaced

    func befall(_ file: String) throws {
      let files = FileManager.default
      switch self {
      case .removed: try files.removeItem(atPath: file)
      case .moved: try files.moveItem(atPath: file, toPath: "\(file).old")
      case .replaced:
        try files.copyItem(atPath: file, toPath: "\(file).new")
        #expect(rename("\(file).new", file) == 0)
      }
    }
  }

  @Test(arguments: Fate.allCases, ["", "-wal", "-shm"])
  func `takes nothing more, and says so`(_ fate: Fate, _ suffix: String) async throws {
    try await withTemporaryFolder { folder in
      let (file, id) = ("\(folder)/items.sqlite", UUID())
      let recorder = try await SQLiteRecorder(.file(file))
      try await recorder.append(items(id, 0...2))
      try fate.befall(file + suffix)
      // Right after a commit it would be found out only after the next: then nobody knows what became of that.
      try await Task.sleep(for: .milliseconds(20))
      for _ in 0..<2 {
        let append = await #expect(throws: RecorderError.self) { try await recorder.append(items(UUID(), 0...0)) }
        #expect(append?.code == .unavailable)
        #expect(append?.reason.contains("\(file)\(suffix) is not the one that was opened") == true)
      }
      let deletion = await #expect(throws: RecorderError.self) { try await recorder.deleteItems(of: id) }
      #expect(deletion?.code == .unavailable)
      let closing = await #expect(throws: RecorderError.self) { try await recorder.close() }
      #expect(closing?.reason.contains("\(file)-wal") == true)
    }
  }

  @Test(arguments: Fate.allCases, ["", "-wal"])
  func `is noticed before anything is acknowledged, however fast they come`(_ fate: Fate, _ suffix: String) async throws
  {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      let recorder = try await SQLiteRecorder(.file(file), options: SQLiteOptions(synchronous: .normal))
      for _ in 0..<5 { try await recorder.append(items(UUID(), 0...0)) }
      try fate.befall(file + suffix)
      for number in 0..<5 {
        let error = await #expect(throws: RecorderError.self) { try await recorder.append(items(UUID(), 0...0)) }
        #expect(error?.code == .unavailable || number == 0 && error?.code == .unknownOutcome)
      }
      await #expect(throws: RecorderError.self) { try await recorder.close() }
    }
  }

  @Test func `is the same file wherever its folder is reached from`() async throws {
    try await withTemporaryFolder { folder in
      try FileManager.default.createDirectory(atPath: "\(folder)/here", withIntermediateDirectories: false)
      try FileManager.default.createSymbolicLink(atPath: "\(folder)/there", withDestinationPath: "\(folder)/here")
      let recorder = try await SQLiteRecorder(.file("\(folder)/there/items.sqlite"))
      try FileManager.default.removeItem(atPath: "\(folder)/there")
      #expect(try await recorder.append(items(UUID(), 0...1)) == [1, 2])
      try await recorder.close()
      #expect(try contents(of: "\(folder)/here").keys.sorted() == ["items.sqlite"])
    }
  }

  private static let doomed = Mutex<String?>(nil)

  @Test func `during a commit leaves its outcome unknown`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      let recorder = try await SQLiteRecorder(.file(file))
      Self.doomed.withLock { $0 = file }
      let disk = try await BrokenDisk(of: recorder) { methods in
        methods.xSync = { _, _ in
          MovedFileTests.doomed.withLock { _ = $0.map { unlink($0) } }
          return SQLITE_OK
        }
      }
      let error = await #expect(throws: RecorderError.self) { try await recorder.append(items(UUID(), 0...0)) }
      #expect(error?.code == .unknownOutcome)
      try await disk.mend()
      await #expect(throws: RecorderError.self) { try await recorder.close() }
    }
  }
}
