/// Which page of a notification sequence to read.
public struct NotificationQuery: Hashable, Sendable {
  /// How far the reader has come.
  ///
  /// If it says in which log that was, the recorder looks whether it still is that log.
  public var after: LogPosition

  /// The largest number of notifications in the page, at least 1.
  public var limit: Int

  /// Which items are wanted.
  public var filter: TopicFilter

  /// The largest number of rows that are looked at, wanted or not, at least 1: what bounds the time a page takes.
  public var rows: Int

  public init(after: LogPosition, limit: Int, filter: TopicFilter = .all, rows: Int = 10_000) {
    self.after = after
    self.limit = limit
    self.filter = filter
    self.rows = rows
  }

  /// How many notifications the page may have; it always may have one, since a page of none would lead nowhere.
  package var most: Int { max(limit, 1) }

  /// How many rows may be looked at.
  package var rowsToLookAt: Int { filter == .all ? min(most, max(rows, 1)) : max(rows, 1) }
}
