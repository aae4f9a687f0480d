import CPostgreSQL

/// What the server, or the connection to it, failed with: codes only, since texts may hold values.
struct PostgreSQLFailure: Error {
  /// The five characters of the server's code; `nil` if the server had no say.
  let sqlState: String?

  /// Whether the connection was lost, so that nothing more can be heard of what was sent.
  let isConnectionLost: Bool

  /// Which of the statements sent together failed, from 0; `nil` if the last of them was not even sent.
  var step: Int?

  /// Whether a row was already there, or did not follow on another, for which there is a division by zero: somebody else
  /// was first.
  var isConflict: Bool { sqlState == "23505" || sqlState == "22012" }

  init(sqlState: String?, isConnectionLost: Bool = false, step: Int? = nil) {
    self.step = step
    self.sqlState = sqlState
    self.isConnectionLost = isConnectionLost
  }

  /// The failure that a result tells of.
  init(_ result: OpaquePointer?, on connection: OpaquePointer) {
    sqlState = PQresultErrorField(result, Self.field("C")).map { String(cString: $0) }
    let severity = PQresultErrorField(result, Self.field("V")).map { String(cString: $0) }
    isConnectionLost =
      PQstatus(connection) != CONNECTION_OK || severity.map { $0 == "FATAL" || $0 == "PANIC" } ?? false
  }

  /// The fields of an error are known by letters, which are macros that Swift does not see: C is SQLSTATE, V the
  /// severity in English.
  private static func field(_ letter: Unicode.Scalar) -> CInt {
    CInt(letter.value)
  }
}
