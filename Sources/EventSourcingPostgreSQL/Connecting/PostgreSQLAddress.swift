import CPostgreSQL
import EventSourcing

/// Where a database is: whatever libpq takes for a connection string.
///
/// Only a part of it is ever shown.
struct PostgreSQLAddress: Sendable {
  private let connectionString: String
  let options: PostgreSQLOptions

  /// - Throws: `RecorderError.notADatabase` if libpq cannot read the string.
  init(_ connectionString: String, options: PostgreSQLOptions) throws(RecorderError) {
    self.connectionString = connectionString
    self.options = options
    guard !connectionString.utf8.contains(0), Self.isReadable(connectionString) else {
      throw RecorderError(
        .notADatabase,
        "The connection string cannot be read. It is either like postgresql://user@host:5432/database or like "
          + "“host=… dbname=… user=…”, and what is special in a name or password is written as % and two digits "
          + "in the first, in quotes in the second.")
    }
  }

  /// A string that is neither is the name of a database, as with all of PostgreSQL's programs.
  private static func isReadable(_ string: String) -> Bool {
    // By bytes, as libpq looks at it: with a combining mark behind it, a slash is none to Swift.
    let bytes = string.utf8
    let isURI = bytes.starts(with: "postgresql://".utf8) || bytes.starts(with: "postgres://".utf8)
    guard isURI || bytes.contains(UInt8(ascii: "=")) else { return !bytes.contains("://".utf8) }
    var message: UnsafeMutablePointer<CChar>?
    let parsed = PQconninfoParse(string, &message)
    // The message says what was wrong by quoting it: it may be the password.
    PQfreemem(message)
    PQconninfoFree(parsed)
    return parsed != nil
  }

  /// The parameters of a connection.
  ///
  /// Of two with the same keyword the later one holds.
  var parameters: KeyValuePairs<String, String> {
    let timeout = Self.hasDefault("connect_timeout") ? "" : "\(options.connectSeconds)"
    return [
      "fallback_application_name": "event sourcing",
      "connect_timeout": timeout,
      // So that a server that is gone without a word is noticed in minutes, not in hours.
      "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3", "tcp_user_timeout": "60000",
      "dbname": connectionString,
      "client_encoding": "UTF8",
    ]
  }

  /// Whether a variable or a service file has a value for the keyword.
  private static func hasDefault(_ keyword: String) -> Bool {
    let defaults = PQconndefaults()
    defer { PQconninfoFree(defaults) }
    var option = defaults
    while let found = option, let name = found.pointee.keyword {
      if String(cString: name) == keyword, let value = found.pointee.val { return String(cString: value) != "" }
      option = found + 1
    }
    return false
  }

  /// What a person may be shown: database, user, host and port.
  static func description(of connection: OpaquePointer?) -> String {
    let database = shown(PQdb(connection)).map { "the database “\($0)”" } ?? "the database"
    let user = shown(PQuser(connection)).map { ", as user “\($0)”" } ?? ""
    let host = shown(PQhost(connection)).map { " on “\($0)”" } ?? ""
    let port = shown(PQport(connection)).flatMap { Int($0) }.map { ", port \($0)" } ?? ""
    return database + host + port + user
  }

  /// A value, unless part of a password may have got into it: an @ or / in a password that was not written as %40 or
  /// %2F moves what comes after it into the host or the database, and there it has the string's own @ in it.
  private static func shown(_ value: UnsafeMutablePointer<CChar>?) -> String? {
    guard let value else { return nil }
    let text = String(cString: value)
    return text.isEmpty || text.utf8.contains(UInt8(ascii: "@")) ? nil : text
  }
}

/// The string may have a password in it.
extension PostgreSQLAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  var description: String { "a connection string" }
  var debugDescription: String { description }
  var customMirror: Mirror { Mirror(self, children: ["options": options]) }
}
