import EventSourcing
private import Foundation
import GRDB
import GRDBSQLite

/// Opens the connections of a database: one that writes, and for a file others that only read.
enum SQLiteConnections {
  /// - Parameter table: A table to look at before anything is changed, and to make if it is not there.
  /// - Throws: `RecorderError`.
  static func open(
    _ location: SQLiteLocation, table: ItemTable?, options: SQLiteOptions
  ) throws -> SQLiteOpened {
    try namingTheFile(location) {
      try translatingErrors {
        try waitingWhileBusy(options) { try openConnections(location, table: table, options: options) }
      }
    }
  }

  /// Tries again while others open the same new file.
  ///
  /// SQLite does not wait where two who wait could wait for each other, as when both turn WAL on: one of them is
  /// told at once that the database is busy.
  private static func waitingWhileBusy<Value>(_ options: SQLiteOptions, _ open: () throws -> Value) throws -> Value {
    let end = ContinuousClock.now + .seconds(waitingTime(options))
    while true {
      do {
        return try open()
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < end {
        Thread.sleep(forTimeInterval: .random(in: 0.001...0.01))
      }
    }
  }

  private static func openConnections(
    _ location: SQLiteLocation, table: ItemTable?, options: SQLiteOptions
  ) throws -> SQLiteOpened {
    try table?.checkNamesOfSQLite()
    let schema = table.map(SQLiteSchema.init)
    let connections: any DatabaseWriter =
      switch location {
      case .file(let path): try DatabasePool(path: fileName(path), configuration: configuration(schema, options))
      case .memory: try DatabaseQueue(configuration: configuration(schema, options))
      }
    let files = try connections.writeWithoutTransaction { db in
      // Turning WAL on, the pool has set this back to NORMAL after `prepareDatabase` had run.
      try db.execute(sql: "PRAGMA synchronous = \(options.synchronous.rawValue)")
      if options.synchronous == .full {
        // On Apple's systems a plain fsync leaves data in the drive's memory. Elsewhere these two mean nothing.
        try db.execute(sql: "PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON")
      }
      try limitSize(db, options)
      try schema?.prepare(db)
      return SQLiteFiles(of: db)
    }
    return SQLiteOpened(
      connections: connections, files: files, location: location, waitingTime: waitingTime(options))
  }

  /// A connection of its own to a file that is open, which only reads.
  static func openReader(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: fileName(path), configuration: configuration)
  }

  private static func configuration(_ schema: SQLiteSchema?, _ options: SQLiteOptions) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(waitingTime(options))
    configuration.maximumReaderCount = max(options.readers, 1)
    configuration.prepareDatabase { db in
      guard !db.configuration.readonly else { return }
      // SQLite opens a file that it may not write as read-only and says so only when asked.
      if sqlite3_db_readonly(db.sqliteConnection, "main") == 1 {
        throw RecorderError(.readOnly, "The database may only be read: check the rights of its file and folder.")
      }
      // Before WAL is turned on, which would change a file that is not ours.
      try checkEncoding(db)
      try schema?.check(db)
    }
    return configuration
  }

  private static func checkEncoding(_ db: Database) throws {
    // In a database of UTF-16 text, the bytes of an item's text would not be those that were appended.
    let encoding = try String.fetchOne(db, sql: "PRAGMA encoding") ?? ""
    guard encoding == "UTF-8" else {
      throw RecorderError(
        .foreignSchema, "The database keeps its text as \(encoding), not as UTF-8. It was left as it is.")
    }
  }

  /// The path as SQLite takes it for a file, and for nothing else: not for a URI, for memory or for a temporary file.
  private static func fileName(_ path: String) throws -> String {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw RecorderError(.invalidName, "The path is empty, or has a NUL character in it.")
    }
    // By bytes, as SQLite looks at them: with a combining mark behind it, a colon is none to Swift.
    let isSpecial = path.utf8.starts(with: "file:".utf8) || path.utf8.first == UInt8(ascii: ":")
    return isSpecial ? "./\(path)" : path
  }

  /// The timeout in seconds, within what GRDB can take.
  ///
  /// It counts in milliseconds of 32 bits; a million seconds are eleven days.
  private static func waitingTime(_ options: SQLiteOptions) -> Double {
    options.busyTimeout > 0 ? min(options.busyTimeout, 1_000_000) : 0
  }

  private static func limitSize(_ db: Database, _ options: SQLiteOptions) throws {
    guard let maximumSize = options.maximumSize else { return }
    let pageSize = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 4_096
    try db.execute(sql: "PRAGMA max_page_count = \(max(maximumSize / pageSize, 1))")
  }
}

/// Runs what opens or makes something, and puts the file's name before the error's text.
func namingTheFile<Value>(_ location: SQLiteLocation, _ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch let error as RecorderError {
    throw named(error, location)
  }
}

/// The error with the file's name before its text.
func named(_ error: RecorderError, _ location: SQLiteLocation) -> RecorderError {
  guard case .file(let path) = location else { return error }
  return RecorderError(error.code, "Database \(path): \(error.reason)")
}
