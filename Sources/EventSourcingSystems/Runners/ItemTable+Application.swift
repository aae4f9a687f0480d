public import EventSourcing

extension ItemTable {
  /// The table of an application, where several share a database that has no schemas for them.
  ///
  /// A runner takes a closure that opens a recorder for each application. So where the databases are is said in one
  /// place, and nothing else changes with it. All in one SQLite file, each with a table of its own:
  ///
  ///     let database = try await SQLiteDatabase(.file("shop.sqlite"))
  ///     let runner = try await ConcurrentRunner(shop) { name in
  ///       try await database.recorder(table: .ofApplication(name))
  ///     }
  ///
  /// A file for each, which then write side by side:
  ///
  ///     let runner = try await ConcurrentRunner(shop) { name in try await SQLiteRecorder(.file("\(name).sqlite")) }
  ///
  /// One PostgreSQL database, with a schema for each; a schema's name has at most 63 bytes:
  ///
  ///     let database = try await PostgreSQLDatabase("postgresql://shop@db.example.com/shop")
  ///     let runner = try await ConcurrentRunner(shop) { name in try await database.recorder(schema: "shop_\(name)") }
  ///
  /// The runner closes the recorders; a database that was opened by itself is closed after that.
  ///
  /// - Parameter name: The application's name, which becomes a part of the table's.
  public static func ofApplication(_ name: String) -> ItemTable {
    // What is after the name is so that no application's table is the tracking table of another one.
    ItemTable(
      name: "application_\(name)_items", sequenceID: sequencedItems.sequenceID, position: sequencedItems.position,
      topic: sequencedItems.topic, data: sequencedItems.data, timestamp: sequencedItems.timestamp,
      metadata: sequencedItems.metadata)
  }
}
