/// Where an SQLite database is.
public enum SQLiteLocation: Hashable, Sendable {
  /// In a file at this path, which is created if there is none; it lasts.
  case file(String)

  /// In memory; it is gone when the recorder is closed.
  case memory
}
