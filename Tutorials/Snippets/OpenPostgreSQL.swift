package import EventSourcingPostgreSQL

/// Opens a recorder on a server, as the README shows it.
package func openPostgreSQL() async throws -> PostgreSQLRecorder {
  // snippet.open
  let recorder = try await PostgreSQLRecorder("postgresql://shop@db.example.com/shop", schema: "events")
  // snippet.end
  return recorder
}
