import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import Testing

@Suite("A database without the right to write")
struct PermissionTests {
  @Test func `in a file says that it may only be read`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      let recorder = try await SQLiteRecorder(.file(file))
      try await recorder.append(items(UUID(), 0...2))
      try await recorder.close()
      try await expectRefusal(.readOnly, of: file, rights: [file: 0o444, folder: 0o555])
    }
  }

  @Test func `in a file of somebody else's says so before its tables are looked at`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      try byHand(file) { try $0.execute(sql: "CREATE TABLE customers (name TEXT)") }
      try await expectRefusal(.readOnly, of: file, rights: [file: 0o444, folder: 0o777])
    }
  }

  @Test func `that another process has open is refused, too`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      let recorder = try await SQLiteRecorder(.file(file))
      try await recorder.append(items(UUID(), 0...2))
      let rights = [file: 0o444, "\(file)-wal": 0o444, "\(file)-shm": 0o444, folder: 0o555]
      try await expectRefusal(.readOnly, of: file, rights: rights)
      #expect(try await recorder.append(items(UUID(), 0...0)) == [4])
      try await recorder.close()
    }
  }

  @Test func `in a folder cannot be made`() async throws {
    try await withTemporaryFolder { folder in
      try await expectRefusal(.unavailable, of: "\(folder)/items.sqlite", rights: [folder: 0o555])
    }
  }

  @Test func `in the folder alone cannot be used either`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      try byHand(file) { try $0.execute(sql: "CREATE TABLE customers (name TEXT)") }
      try await expectRefusal(.readOnly, of: file, rights: [file: 0o666, folder: 0o555])
    }
  }

  @Test func `to read cannot be used`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      try byHand(file) { try $0.execute(sql: "CREATE TABLE customers (name TEXT)") }
      try await expectRefusal(.unavailable, of: file, rights: [file: 0o000])
    }
  }

  /// Opens a file with these rights, to which the user who runs the tests is bound even if it is root.
  private func expectRefusal(_ code: RecorderError.Code, of file: String, rights: [String: Int]) async throws {
    let folder = URL(filePath: file).deletingLastPathComponent().path
    let before = try contents(of: folder)
    for (path, mode) in rights {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }
    let error = await asNobody { try SQLiteRecorder(blocking: .file(file)) }
    for path in rights.keys {
      try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
    }
    #expect((error as? RecorderError)?.code == code, "\(String(describing: error))")
    #expect(try contents(of: folder) == before)
  }
}
