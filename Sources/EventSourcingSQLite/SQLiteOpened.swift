import GRDB

/// A database that was just opened.
struct SQLiteOpened: Sendable {
  let connections: any DatabaseWriter
  let files: SQLiteFiles
  let location: SQLiteLocation

  /// How many seconds to wait for others.
  let waitingTime: Double
}
