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
