import EventSourcing
import Foundation
import GRDB
import GRDBSQLite
import Synchronization

/// A lock on a file of its own beside the database, which the system frees when its process ends; in memory a name.
final class SQLiteViewLock: ViewLock {
  private enum Held {
    case file(CInt)
    case name(String, SQLiteDatabase)
  }

  private let held: Mutex<Held?>

  private init(_ held: Held) {
    self.held = Mutex(held)
  }

  deinit {
    letGo()
  }

  func release() async {
    letGo()
  }

  private func letGo() {
    held.withLock { held in
      switch held {
      // Closing the file lets go of the lock. The file stays: another process may have opened it already.
      case .file(let descriptor): close(descriptor)
      case .name(let name, let database): database.heldNames.withLock { _ = $0.remove(name) }
      case nil: break
      }
      held = nil
    }
  }

  /// - Returns: `nil` if somebody else has it.
  /// - Throws: `RecorderError.unavailable` if there can be no such file.
  static func take(_ name: String, in database: SQLiteDatabase) async throws -> SQLiteViewLock? {
    let file = try await database.read { db in
      sqlite3_db_filename(db.sqliteConnection, "main").map { String(cString: $0) } ?? ""
    }
    guard !file.isEmpty else {
      let isFree = database.heldNames.withLock { $0.insert(name).inserted }
      return isFree ? SQLiteViewLock(.name(name, database)) : nil
    }
    let names = SQLiteLockFile(of: file, name)
    return try await offCooperativeThreads {
      do {
        return try takeFile(names.path)
      } catch is NameTooLong {
        do { return try takeFile(names.shortPath) } catch is NameTooLong {
          throw RecorderError(.unavailable, "The path of the file of a lock is too long: \(names.shortPath).")
        }
      }
    }
  }

  private struct NameTooLong: Error {}

  private static func takeFile(_ path: String) throws -> SQLiteViewLock? {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      let number = errno
      guard number != ENAMETOOLONG else { throw NameTooLong() }
      throw RecorderError(
        .unavailable, "The file of a lock cannot be opened (errno \(number)): \(path). May its folder be written to?")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let number = errno
      close(descriptor)
      guard number != EWOULDBLOCK else { return nil }
      throw RecorderError(
        .unavailable, "The file of a lock cannot be locked (errno \(number)): \(path). Does its file system have locks?"
      )
    }
    return SQLiteViewLock(.file(descriptor))
  }
}
