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

  /// The keyword of an option that has a value which can never be, by the text with which libpq gave up.
  ///
  /// Its value is not told: in a string that was put together wrongly it may be anything.
  static func impossibleOption(of connection: OpaquePointer?) -> String? {
    let message = String(cString: PQerrorMessage(connection))
    if message.hasPrefix("invalid port number") { return "port" }
    return options(of: connection).lazy.map(\.keyword).first { keyword in
      message.hasPrefix("invalid \(keyword) value") || message.contains("for connection option \"\(keyword)\"")
    }
  }

  /// The value of an option, wherever it came from.
  private static func option(_ keyword: String, of connection: OpaquePointer?) -> String? {
    options(of: connection).first { $0.keyword == keyword }?.value
  }

  private static func options(of connection: OpaquePointer?) -> [(keyword: String, value: String?)] {
    let first = PQconninfo(connection)
    defer { PQconninfoFree(first) }
    var options: [(keyword: String, value: String?)] = []
    var option = first
    while let found = option, let name = found.pointee.keyword {
      options.append((String(cString: name), found.pointee.val.map { String(cString: $0) }))
      option = found + 1
    }
    return options
  }
}
