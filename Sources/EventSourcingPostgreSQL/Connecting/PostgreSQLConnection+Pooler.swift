import CPostgreSQL

/// Behind a pooler, as PgBouncer, a connection is lent another session of the server for each transaction, or for a
/// while.
///
/// So nothing that is said to a session can be relied on, and whatever stays in one is there for others, too:
/// statements are not kept prepared, and each transaction begins with the settings that it needs, which end with it.
/// All goes to the server at once, so it takes no more round trips.
extension PostgreSQLConnection {
  /// Sees whether a pooler stands between, and whether the server is a standby.
  ///
  /// A pooler has numbers of its own for the connections that it takes.
  ///
  /// - Returns: Whether it is a standby.
  /// - Throws: `PostgreSQLFailure`.
  func lookAtServer() throws -> Bool {
    let states = try texts(
      "SELECT pg_catalog.unnest(ARRAY[pg_catalog.pg_is_in_recovery()::text, pg_catalog.pg_backend_pid()::text])")
    isBehindPooler = states.last != "\(PQbackendPID(connection))"
    applicationName = PQparameterStatus(connection, "application_name").map { String(cString: $0) } ?? ""
    return states.first == "true"
  }

  /// Sends statements all at once; those that are not in a transaction, and do not begin one, are one by themselves.
  ///
  /// - Returns: What each gave.
  /// - Throws: `PostgreSQLFailure`; its step is the number of the statement, and the one after the last for the commit.
  func pipelineBehindPooler(_ statements: [Statement]) throws -> [PostgreSQLResult] {
    guard !isInTransaction else { return try pipeline(unprepared: statements) }
    let begins = statements.first?.sql == GroupStatements.beginning.sql
    let own = begins ? statements.dropFirst() : statements[...]
    let before = SessionSettings.beginning(options).map { (sql: $0, values: [PostgreSQLParameter]()) }
    let end = begins ? [] : [(sql: "COMMIT", values: [PostgreSQLParameter]())]
    do {
      let results = try pipeline(unprepared: before + own + end)
      return Array(results.prefix(begins ? 1 : 0) + results.dropFirst(before.count).prefix(own.count))
    } catch var failure as PostgreSQLFailure {
      if !begins, isInTransaction { try? execute("ROLLBACK") }
      failure.step = failure.step.map { max($0 - before.count + (begins ? 1 : 0), 0) }
      throw failure
    }
  }

  /// Begins a transaction.
  func begin(_ kind: String = "READ COMMITTED READ WRITE") throws {
    let statements = isBehindPooler ? SessionSettings.beginning(options, kind) : ["BEGIN ISOLATION LEVEL \(kind)"]
    try execute(statements.joined(separator: ";"))
  }

  /// What puts the session back to what it was, before the commit of a transaction in which somebody else has used it.
  var restoration: [String] {
    guard isBehindPooler else { return SessionSettings.restoration(options) }
    return SessionSettings.restorationBehindPooler(options, application: applicationName)
  }
}
