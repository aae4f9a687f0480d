package import EventSourcingPostgreSQL

/// Runs SQL as a person with a tool would, on a connection that is not a recorder's.
///
/// - Returns: The first column of the rows, as text.
@discardableResult
package func byHand(_ server: String, _ sql: String) async throws -> [String?] {
  try await withHand(server) { hand in try await hand.run(sql) }
}

/// Lends a connection of its own to the body, to run more than one thing on it.
package func withHand<Value>(_ server: String, _ body: (PostgreSQLHand) async throws -> Value) async throws -> Value {
  try await body(PostgreSQLHand(server))
}
