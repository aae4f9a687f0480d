/// How an SQLite database is used.
public struct SQLiteOptions: Hashable, Sendable {
  /// What an acknowledged append survives.
  public enum Synchronous: String, Hashable, Sendable {
    /// Also a power cut: each commit is on the disk before it is acknowledged.
    case full = "FULL"

    /// Also a killed process, but a power cut may take the newest commits, never a part of one. Faster.
    case normal = "NORMAL"
  }

  /// What an acknowledged append survives: everything, by default.
  public var synchronous: Synchronous

  /// How many seconds to wait for another process that holds the database.
  public var busyTimeout: Double

  /// The largest size of the database file in bytes, rounded down to whole pages; unlimited unless given.
  ///
  /// The files beside it, which SQLite uses while the database is open, are not counted.
  public var maximumSize: Int?

  /// How many may read a file at the same time, at least 1; a database in memory has one connection for all.
  public var readers: Int

  public init(
    synchronous: Synchronous = .full, busyTimeout: Double = 5, maximumSize: Int? = nil, readers: Int = 5
  ) {
    self.synchronous = synchronous
    self.busyTimeout = busyTimeout
    self.maximumSize = maximumSize
    self.readers = readers
  }
}
