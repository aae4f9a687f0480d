package import Foundation
import ProcessSupport

/// PgBouncer before the test server.
package struct Pooler: Sendable {
  package enum Mode: String, CaseIterable, Sendable {
    /// Few sessions of the server are shared by all, so that nearly each transaction gets another one.
    case transaction

    /// Each connection has its own for as long as it lasts.
    case session
  }

  /// The connection string that leads through it.
  package let address: String

  /// The one that leads past it.
  package let server: String

  /// The number of its process, which a test may stop or end.
  package let process: pid_t
}

/// Lends a pooler of its own to the body, and a schema of the test server that nobody else uses.
package func withPooler<Value>(
  _ mode: Pooler.Mode, _ body: (_ pooler: Pooler, _ schema: String) async throws -> Value
) async throws -> Value {
  try await withSchema { server, schema in
    let script = #"echo "$EVENTSOURCING_POSTGRESQL"; echo "$EVENTSOURCING_POOLER"; cat >/dev/null"#
    let starter = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../.ci/with-pooler")
    let arguments = [starter.standardized.path, mode.rawValue, "bash", "-c", script]
    // It ends when its input does, and removes the pooler. Killed at a deadline, it could not do that.
    return try await withChild("/usr/bin/env", arguments, deadline: .never) { process in
      guard let address = await process.nextLine(), let number = await process.nextLine().flatMap({ pid_t($0) })
      else { throw NoPooler() }
      let pooler = Pooler(address: address, server: server, process: number)
      let outcome: Result<Value, any Error>
      do { outcome = .success(try await body(pooler, schema)) } catch { outcome = .failure(error) }
      process.closeInput()
      _ = await process.ended()
      return try outcome.get()
    }
  }
}

/// There is no pooler to test behind.
///
/// Tests that need one fail then; they are not skipped.
package struct NoPooler: Error, CustomStringConvertible {
  package let description = "PgBouncer could not be started before the server: install the package pgbouncer."
}
