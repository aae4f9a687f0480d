import EventSourcingSQLite
import Foundation
import GRDB
import GRDBSQLite
import Testing

/// Has a file of a recorder's writing connection answer as it does on a disk that is broken or full.
struct BrokenDisk {
  enum File {
    case database, wal
  }

  private let recorder: SQLiteRecorder
  private let file: File
  private let whole: Int

  /// - Parameter breaking: Gets what SQLite calls to use the file.
  init(
    of recorder: SQLiteRecorder, _ file: File = .wal, _ breaking: @escaping @Sendable (inout sqlite3_io_methods) -> Void
  ) async throws {
    self.recorder = recorder
    self.file = file
    whole = try await recorder.onWriter { db in
      let file = try Self.open(file, db)
      let whole = try #require(file.pointee.pMethods)
      // SQLite uses it as long as the file is open.
      let broken = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
      broken.initialize(to: whole.pointee)
      breaking(&broken.pointee)
      file.pointee.pMethods = UnsafePointer(broken)
      return Int(bitPattern: whole)
    }
  }

  func mend() async throws {
    try await recorder.onWriter { [file, whole] db in
      try Self.open(file, db).pointee.pMethods = UnsafePointer(bitPattern: whole)
    }
  }

  private static func open(_ file: File, _ db: Database) throws -> UnsafeMutablePointer<sqlite3_file> {
    var pointer: UnsafeMutablePointer<sqlite3_file>?
    let which = file == .wal ? SQLITE_FCNTL_JOURNAL_POINTER : SQLITE_FCNTL_FILE_POINTER
    sqlite3_file_control(db.sqliteConnection, "main", which, &pointer)
    return try #require(pointer)
  }
}
