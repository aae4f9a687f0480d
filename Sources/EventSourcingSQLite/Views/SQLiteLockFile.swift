import EventSourcing
import Foundation

/// The file beside a database by which a lock is held.
struct SQLiteLockFile {
  /// With the names of the database and of the lock in it.
  let path: String

  /// For where the system has no files with so long a name: one of a fixed length, which is made of both.
  let shortPath: String

  /// - Parameters:
  ///   - database: The path of the database, as SQLite gives it.
  ///   - lock: The name of the lock.
  init(of database: String, _ lock: String) {
    // In hexadecimal, since a name may have in it what no name of a file has.
    let hexadecimal = lock.utf8.map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
    path = "\(database)-\(hexadecimal).lock"
    // By bytes: a slash with a combining mark behind it is none to Swift.
    let bytes = Array(path.utf8)
    let start = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    let id = UUID(named: String(decoding: bytes[start...], as: UTF8.self), in: Self.namespace)
    shortPath = "\(String(decoding: bytes[..<start], as: UTF8.self))\(id.uuidString.lowercased()).lock"
  }

  /// Drawn once: all processes are to come to the same name.
  private static let namespace = UUID(
    uuid: (0x02, 0xF9, 0x06, 0x40, 0xDE, 0x13, 0x4C, 0x97, 0x9F, 0xE8, 0x95, 0x4E, 0x21, 0x82, 0x2A, 0x86))
}
