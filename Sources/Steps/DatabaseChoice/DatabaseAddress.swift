private import EventSourcing
private import EventSourcingPostgreSQL
public import EventSourcingSQLite

/// Where a database is, as a person writes it: `sqlite:FILE`, `sqlite::memory:` or `postgresql://…`.
///
/// It may hold a password, so its description does not show all of it.
public enum DatabaseAddress: Hashable, Sendable {
  case sqlite(SQLiteLocation)

  /// A connection string as libpq takes it.
  case postgreSQL(String)

  /// Reads an address, without looking whether there is a database.
  ///
  /// PostgreSQL's addresses are URIs, with `postgresql://` or `postgres://` before them, or keywords, as in
  /// `postgresql:host=… dbname=…`.
  ///
  /// - Throws: `UnreadableAddress`, which has nothing of the text in it.
  public init(_ text: String) throws(UnreadableAddress) {
    if text == "sqlite::memory:" {
      self = .sqlite(.memory)
    } else if let file = text.after("sqlite:"), Self.isPlausible(file: file) {
      self = .sqlite(.file(file))
    } else if text.hasPrefix("postgresql://") || text.hasPrefix("postgres://") {
      self = try Self.postgreSQL(checking: text)
    } else if let keywords = text.after("postgresql:"), keywords.contains("=") {
      self = try Self.postgreSQL(checking: keywords)
    } else {
      throw UnreadableAddress(reason: "This names no database.")
    }
  }

  /// Files of these names may exist, but a slip is more likely: `sqlite::memory`, `sqlite:///file`.
  private static func isPlausible(file: String) -> Bool {
    !file.isEmpty && !file.hasPrefix(":") && !file.hasPrefix("//") && !file.utf8.contains(0)
  }

  private static func postgreSQL(checking connection: String) throws(UnreadableAddress) -> DatabaseAddress {
    do {
      try PostgreSQLRecorder.checkConnectionString(connection)
    } catch {
      throw UnreadableAddress(reason: error.reason)
    }
    return .postgreSQL(connection)
  }
}

extension DatabaseAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String {
    switch self {
    case .sqlite(.memory): "sqlite::memory:"
    case .sqlite(.file(let file)): "sqlite:\(file)"
    case .postgreSQL: "postgresql:…"
    }
  }

  public var debugDescription: String { description }

  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension String {
  fileprivate func after(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
