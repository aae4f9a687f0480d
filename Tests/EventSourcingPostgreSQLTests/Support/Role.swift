import Foundation
import PostgreSQLSupport

/// Lends a role of the test server that nobody else uses, and drops it afterwards.
///
/// - Parameter options: As in `CREATE ROLE`.
func withRole<Value>(_ server: String, _ options: String = "", _ body: (String) async throws -> Value) async throws
  -> Value
{
  let role = "role_\(UUID().uuidString.lowercased().replacing("-", with: "_"))"
  try await byHand(server, "CREATE ROLE \(role) LOGIN \(options)")
  let outcome: Result<Value, any Error>
  do { outcome = .success(try await body(role)) } catch { outcome = .failure(error) }
  try await byHand(server, "DROP OWNED BY \(role) CASCADE; DROP ROLE \(role)")
  return try outcome.get()
}

/// Grants a role what the README names for whoever works with the tables of a schema.
///
/// - Parameter columns: To which columns of the items it may insert, as in `GRANT`; to all of the table unless given.
func grantUse(_ server: String, of schema: String, to role: String, inserting columns: String = "") async throws {
  try await byHand(
    server,
    """
    GRANT USAGE ON SCHEMA \(schema) TO \(role);
    GRANT SELECT, INSERT \(columns) ON \(schema).sequenced_items TO \(role);
    GRANT SELECT, INSERT, UPDATE ON \(schema).sequenced_items_tracking TO \(role);
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA \(schema) TO \(role)
    """)
}
