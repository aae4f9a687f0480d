import Foundation

/// There is no server to test on.
///
/// Tests that need one fail then; they are not skipped.
package struct NoTestServer: Error, CustomStringConvertible {
  package let description =
    "There is no PostgreSQL server to test on: `make test` starts one, or run .ci/with-postgresql swift test."
}

/// The connection string of the server that was started for the tests.
///
/// - Throws: `NoTestServer`.
package func testServer() throws -> String {
  guard let server = ProcessInfo.processInfo.environment["EVENTSOURCING_POSTGRESQL"] else { throw NoTestServer() }
  return server
}

/// Lends a schema of the test server that nobody else uses, and drops it afterwards with all that is in it.
///
/// - Parameter body: Gets the connection string, and the name of the schema, which is not made yet.
package func withSchema<Value>(_ body: (_ server: String, _ schema: String) async throws -> Value) async throws -> Value
{
  let server = try testServer()
  let schema = "test_\(UUID().uuidString.lowercased().replacing("-", with: "_"))"
  let outcome: Result<Value, any Error>
  do { outcome = .success(try await body(server, schema)) } catch { outcome = .failure(error) }
  try await byHand(server, "DROP SCHEMA IF EXISTS \(schema) CASCADE")
  return try outcome.get()
}
