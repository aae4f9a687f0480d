public import EventSourcing
public import EventSourcingPostgreSQL
public import EventSourcingSQLite

/// A recorder that keeps its items in a table of a database.
public protocol TableRecorder: MaintenanceRecorder {
  /// The names of the table's columns, as the database gives them.
  func columns() async throws -> [String]

  /// Where tasks run beside the connection that writes.
  var executor: any TaskExecutor { get }

  /// The database that the table is in.
  var place: TablePlace { get }

  /// Opens a recorder on another table of the same database; it is closed with this one.
  ///
  /// - Throws: `RecorderError`.
  func another(table: ItemTable) async throws -> any MaintenanceRecorder
}

extension SQLiteRecorder: TableRecorder {
  public var place: TablePlace { .sqlite(database) }

  public func another(table: ItemTable) async throws -> any MaintenanceRecorder {
    try await database.recorder(table: table)
  }
}

extension PostgreSQLRecorder: TableRecorder {
  public var place: TablePlace { .postgreSQL(database, schema: DatabaseAddress.schema) }

  public func another(table: ItemTable) async throws -> any MaintenanceRecorder {
    try await database.recorder(schema: DatabaseAddress.schema, table: table)
  }
}

extension ItemTable {
  /// A table for a step whose items the program of step 5 cannot read: they are encrypted, or not of examples.
  ///
  /// - Parameters:
  ///   - number: The step's.
  ///   - content: What is in the table, where a step has several.
  ///   - metadata: The column for what is known about the events, if something is.
  public static func ofStep(_ number: Int, _ content: String = "items", metadata: String? = nil) -> ItemTable {
    let usual = ItemTable.sequencedItems
    return ItemTable(
      name: "step\(number)_\(content)", sequenceID: usual.sequenceID, position: usual.position, topic: usual.topic,
      data: usual.data, timestamp: usual.timestamp, metadata: metadata)
  }
}
