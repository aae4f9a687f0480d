import EventSourcingPostgreSQL

/// Returns when the query on the server's state gives true.
package func until(_ server: String, _ condition: String) async throws {
  try await withHand(server) { hand in
    while try await hand.run("SELECT (\(condition))::text") != ["true"] {
      try await Task.sleep(for: .milliseconds(5))
    }
  }
}
