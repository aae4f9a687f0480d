/// What the recorder relies on in a session, whatever the defaults of the server or the user.
enum SessionSettings {
  /// The statement that sets it all.
  ///
  /// - Parameter isLocal: Whether only until the transaction ends.
  static func statement(_ options: PostgreSQLOptions, isLocal: Bool = false) -> String {
    let timeout = "\(options.statementMilliseconds)"
    let settings = [
      ("statement_timeout", timeout),
      ("idle_in_transaction_session_timeout", timeout),
      ("default_transaction_isolation", "read committed"),
      ("standard_conforming_strings", "on"),
      ("bytea_output", "hex"),
      // Every statement has an index to go by. A plan that was made while a table was small would read all of it, and
      // would be kept when the table has grown.
      ("enable_seqscan", "off"),
      ("enable_bitmapscan", "off"),
      ("plan_cache_mode", "force_generic_plan"),
      ("jit", "off"),
    ]
    let calls = settings.map { "pg_catalog.set_config('\($0)', '\($1)', \(isLocal))" }
    let others = [synchronousCommit(isLocal: isLocal), transactionTimeout(options, isLocal: isLocal)]
    return "SELECT \((calls + others).joined(separator: ", "))"
  }

  /// What begins a transaction in a session that has no such settings, and needs none afterwards.
  static func beginning(_ options: PostgreSQLOptions, _ kind: String = "READ COMMITTED READ WRITE") -> [String] {
    ["BEGIN ISOLATION LEVEL \(kind)", statement(options, isLocal: true)]
  }

  /// Else a commit is acknowledged before it is on the disk; what is safer than on stays.
  private static func synchronousCommit(isLocal: Bool) -> String {
    """
    pg_catalog.set_config('synchronous_commit', CASE pg_catalog.current_setting('synchronous_commit') WHEN 'off' THEN 'on'
      ELSE pg_catalog.current_setting('synchronous_commit') END, \(isLocal))
    """
  }

  /// A limit for a whole transaction, where the server has it: from version 17 on.
  ///
  /// Else readers would wait for a process that was stopped while it sent the second of two statements. It leaves room
  /// for several statements.
  private static func transactionTimeout(_ options: PostgreSQLOptions, isLocal: Bool) -> String {
    let timeout = min(options.statementMilliseconds * 4, 2_000_000_000)
    return """
      CASE WHEN pg_catalog.current_setting('transaction_timeout', true) IS NOT NULL
        THEN pg_catalog.set_config('transaction_timeout', '\(timeout)', \(isLocal)) END
      """
  }

  /// Takes that limit away from one transaction.
  static let takingAnyTime = """
    SELECT CASE WHEN pg_catalog.current_setting('transaction_timeout', true) IS NOT NULL
      THEN pg_catalog.set_config('transaction_timeout', '0', true) END
    """

  /// What puts a session back to what it was, in the transaction in which somebody else has used it, so that also the
  /// commit is done as the recorder wants it.
  ///
  /// What stays is a temporary table that is not dropped on commit.
  static func restoration(_ options: PostgreSQLOptions) -> [String] {
    undoing + [statement(options)]
  }

  /// The same behind a pooler, which takes note of what a session says of its client, and believes it.
  static func restorationBehindPooler(_ options: PostgreSQLOptions, application: String) -> [String] {
    undoing + [
      "SELECT pg_catalog.set_config('client_encoding', 'UTF8', false), "
        + "pg_catalog.set_config('application_name', \(literal(application)), false)",
      statement(options, isLocal: true),
    ]
  }

  private static let undoing = ["RESET SESSION AUTHORIZATION", "RESET ROLE", "RESET ALL", "CLOSE ALL"]

  /// Lets go of locks that do not end with a transaction.
  static let unlocking = "SELECT pg_catalog.pg_advisory_unlock_all()"

  /// Whether a statement that the server names so stays in the session when its transaction is undone, or may have
  /// done another that does.
  static func outlastsTransaction(tag: String) -> Bool {
    ["DEALLOCATE", "DISCARD", "PREPARE", "LOAD", "DO"].contains { tag == $0 || tag.hasPrefix("\($0) ") }
  }
}
