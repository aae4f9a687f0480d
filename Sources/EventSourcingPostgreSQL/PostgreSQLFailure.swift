import CPostgreSQL

/// What the server, or the connection to it, failed with: codes only, since texts may hold values.
struct PostgreSQLFailure: Error {
  /// The five characters of the server's code; `nil` if the server had no say.
  let sqlState: String?

  /// Whether the connection was lost, so that nothing more can be heard of what was sent.
  let isConnectionLost: Bool

  /// Whether the server has not answered in time.
  var isTimedOut = false

  /// Whether the server itself says so, as the source of the message tells.
  ///
  /// What stands before it, such as a pooler, may answer with a code, too, and does not know how far the server has
  /// come.
  var isFromServer = false

  /// Which of the statements sent together failed, from 0; `nil` if the last of them was not even sent.
  var step: Int?

  /// Whether a row was already there, or did not follow on another, for which there is a division by zero: somebody
  /// else was first.
  var isConflict: Bool { sqlState == "23505" || sqlState == "22012" }

  /// Whether a prepared statement was not there, or another was there under its name.
  var isOfPreparing: Bool { sqlState == "26000" || sqlState == "42P05" }

  /// Whether nothing of what was sent can have been committed, if the commit was the statement of a number.
  ///
  /// The server works through what it was sent in order. If it said that it failed before the commit, that was not
  /// reached, and if it says so of the commit and goes on, that was undone. Else nobody knows.
  func isSurelyUndone(commitStep: Int) -> Bool {
    guard let step else { return true }
    guard isFromServer, sqlState?.hasPrefix("08") == false else { return false }
    return step < commitStep || !isConnectionLost
  }

  init(sqlState: String?, isConnectionLost: Bool = false, step: Int? = nil) {
    self.step = step
    self.sqlState = sqlState
    self.isConnectionLost = isConnectionLost
  }

  /// The server has not answered in time, and its connection is of no use any more.
  static var abandoned: PostgreSQLFailure {
    var failure = PostgreSQLFailure(sqlState: nil, isConnectionLost: true)
    failure.isTimedOut = true
    return failure
  }

  /// The failure that a result tells of.
  init(_ result: OpaquePointer?, on connection: OpaquePointer) {
    sqlState = PQresultErrorField(result, Self.field("C")).map { String(cString: $0) }
    let severity = PQresultErrorField(result, Self.field("V")).map { String(cString: $0) }
    isFromServer = PQresultErrorField(result, Self.field("F")) != nil
    isConnectionLost =
      PQstatus(connection) != CONNECTION_OK || severity.map { $0 == "FATAL" || $0 == "PANIC" } ?? false
  }

  /// The fields of an error are known by letters, which are macros that Swift does not see: C is SQLSTATE, V the
  /// severity in English, F the file of the server's source.
  private static func field(_ letter: Unicode.Scalar) -> CInt {
    CInt(letter.value)
  }
}
