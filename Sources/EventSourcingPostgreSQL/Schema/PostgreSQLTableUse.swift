import EventSourcing

/// What else than its shape must hold of a recorder's tables, so that what it does is what it says.
struct PostgreSQLTableUse {
  let names: PostgreSQLNames
  let sequence: String

  /// - Throws: `RecorderError.refused`, with what mends it.
  func check(on connection: PostgreSQLConnection) throws {
    try checkRules(on: connection)
    try checkCounter(on: connection)
  }

  /// A trigger that comes before each row can leave it out or change it, and a rule can do anything else instead.
  ///
  /// What comes after a row can only add to it, or refuse it.
  private func checkRules(on connection: PostgreSQLConnection) throws {
    let found = try connection.query(
      """
      SELECT tgname::text FROM pg_catalog.pg_trigger
      WHERE tgrelid IN ($1::text::regclass, $2::text::regclass) AND NOT tgisinternal AND tgtype & 3 = 3
        AND tgenabled <> 'D'
      UNION ALL
      SELECT rulename::text FROM pg_catalog.pg_rewrite
      WHERE ev_class IN ($1::text::regclass, $2::text::regclass) AND ev_enabled <> 'D'
      """, [.text(names.items), .text(names.trackingRecords)]
    ).map { $0.text(0) }
    guard let name = found.first else { return }
    throw RecorderError(
      .refused,
      "A table of the recorder, \(names.items) or \(names.trackingRecords), has a BEFORE trigger or a rule, “\(name)”, "
        + "that can leave out or change what is stored: drop or disable it. A trigger may come AFTER.")
  }

  /// The counter may be behind the rows after these were restored, copied or replicated: then it would give ids again
  /// that followers have passed.
  ///
  /// It is looked at after the rows: whoever inserts has drawn an id before.
  private func checkCounter(on connection: PostgreSQLConnection) throws {
    let id = quoted(names.table.notificationID)
    let behind = try connection.query(
      """
      SELECT newest, counter FROM (
        SELECT greatest((SELECT pg_catalog.max(\(id)) FROM \(names.items)),
          (SELECT notification_id FROM \(names.trackingRecords) WHERE upstream = '')) AS newest,
          pg_catalog.pg_sequence_last_value($1::text::regclass) AS counter
        WHERE pg_catalog.has_sequence_privilege($1::text::regclass, 'SELECT')
      ) AS found
      WHERE newest > coalesce(counter, 0)
      """, [.text(sequence)]
    ).first { try $0.int(0) }
    guard let behind else { return }
    throw RecorderError(
      .refused,
      "The counter of the notification ids is behind the rows, as after a restore or a COPY: ids would be given a second "
        + "time. Mend it by SELECT setval(\(literal(sequence)), \(behind)), then open the recorder again.")
  }
}
