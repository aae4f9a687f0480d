import CLimits
import EventSourcing
import EventSourcingPostgreSQL

/// The loop in C on libpq: the least that storing items takes, over one connection or several.
package final class PostgreSQLLimit {
  private let connections: [OpaquePointer]
  private let schema: String

  /// Connects to a server, and has a recorder make its table in the schema, if it is not there.
  package init(_ server: String, schema: String, connections: Int = 1) async throws {
    try await PostgreSQLRecorder(server, schema: schema).close()
    self.schema = schema
    var opened: [OpaquePointer] = []
    for _ in 0..<connections {
      do {
        opened.append(try Self.open(server, schema: schema))
      } catch {
        opened.forEach(limit_postgresql_close)
        throw error
      }
    }
    self.connections = opened
  }

  deinit {
    connections.forEach(limit_postgresql_close)
  }

  /// Inserts items, each in a transaction of its own, over all connections at the same time.
  package func insertEach(_ items: LimitItems) throws {
    let failed =
      connections.count == 1
      ? limit_postgresql_insert_each(connections[0], items.start, items.count)
      : limit_postgresql_insert_parallel(connections.map { $0 }, connections.count, items.start, items.count)
    guard failed == 0 else { throw Self.failure(of: connections) }
  }

  /// The first value that some statements give, as text.
  @discardableResult
  package func value(_ sql: String) throws -> String {
    var value: UnsafePointer<CChar>?
    guard limit_postgresql_value(connections[0], sql, &value) == 0 else { throw Self.failure(of: connections) }
    return value.map { String(cString: $0) } ?? ""
  }

  /// How many items are stored.
  package func count() throws -> Int {
    Int(try value("SELECT count(*) FROM \(schema).sequenced_items")) ?? -1
  }

  private static func open(_ server: String, schema: String) throws -> OpaquePointer {
    var opened: OpaquePointer?
    let failed = limit_postgresql_open(server, schema, &opened)
    guard let opened else { throw LimitFailed(reason: "There is no memory for a connection.") }
    guard failed == 0 else {
      defer { limit_postgresql_close(opened) }
      throw failure(of: [opened])
    }
    return opened
  }

  private static func failure(of connections: [OpaquePointer]) -> LimitFailed {
    let messages = connections.compactMap { limit_postgresql_message($0).map { String(cString: $0) } }
    return LimitFailed(reason: "The loop on PostgreSQL failed: \(messages.first { !$0.isEmpty } ?? "no message")")
  }
}
