public import EventSourcing
private import EventSourcingPostgreSQL
private import EventSourcingSQLite

extension DatabaseAddress {
  /// The schema that has the tables of the steps, so that `DROP SCHEMA steps CASCADE` removes all of them.
  public static let schema = "steps"

  /// Opens the database, and makes the tables if they are not there.
  ///
  /// - Throws: `RecorderError`.
  public func open(table: ItemTable = .sequencedItems) async throws -> any TableRecorder {
    switch self {
    case .sqlite(let location): try await SQLiteRecorder(location, table: table)
    case .postgreSQL(let connection): try await PostgreSQLRecorder(connection, schema: Self.schema, table: table)
    }
  }

  /// The file that is the database, if it is one.
  public var file: String? {
    if case .sqlite(.file(let file)) = self { file } else { nil }
  }

  /// The SQL by which a person sees the rows whose ids begin in one way; `nil` if they do not last.
  ///
  /// - Parameter beginning: Hexadecimal digits, as many as an id has before its first hyphen.
  func query(_ table: ItemTable, idsBeginningWith beginning: String) -> String? {
    switch self {
    case .sqlite(.memory): nil
    case .sqlite(.file):
      """
      SELECT \(table.position), \(table.topic), CAST(\(table.data) AS TEXT) FROM \(table.name) \
      WHERE hex(\(table.sequenceID)) LIKE '\(beginning)%';
      """
    case .postgreSQL:
      """
      SELECT \(table.position), \(table.topic), encode(\(table.data), 'escape') FROM \(Self.schema).\(table.name) \
      WHERE \(table.sequenceID)::text LIKE '\(beginning.lowercased())%';
      """
    }
  }
}
