import CPostgreSQL

/// How far a connection came that is being made: where no server tells a code, this tells what was in the way.
struct PostgreSQLProgress {
  private var isAgreeingOnSSL = false

  /// Takes note of a connection before its next step, since one that has failed does not tell any more.
  mutating func note(_ connection: OpaquePointer?) {
    isAgreeingOnSSL = PQstatus(connection) == CONNECTION_SSL_STARTUP
  }

  /// What was in the way of a connection that has failed; `nil` if all that is known is that nobody answers.
  func obstacle(_ connection: OpaquePointer?) -> String? {
    // Which of these it was is in libpq's text alone, which may hold more than is fit to be shown.
    if isAgreeingOnSSL {
      return
        "SSL could not be agreed on. The server does not offer SSL, or its certificate is not one that sslrootcert "
        + "vouches for, or is for another host, or a file named by sslrootcert, sslcert or sslkey cannot be read: "
        + "check the server and the files, or ask for less by sslmode."
    }
    if let wanted = Self.option("target_session_attrs", of: connection), wanted != "any" {
      return
        "No server answers that is as target_session_attrs wants it: check the addresses, whether the servers run, "
        + "and which of them may be written to."
    }
    return nil
  }

  /// The value of an option, wherever it came from.
  private static func option(_ keyword: String, of connection: OpaquePointer?) -> String? {
    let options = PQconninfo(connection)
    defer { PQconninfoFree(options) }
    var option = options
    while let found = option, let name = found.pointee.keyword {
      if String(cString: name) == keyword { return found.pointee.val.map { String(cString: $0) } }
      option = found + 1
    }
    return nil
  }
}
