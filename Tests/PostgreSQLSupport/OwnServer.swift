import Foundation
import ProcessSupport

/// A server of one test's own, which it may stop and start.
package struct OwnServer: Sendable {
  /// The connection string.
  package let address: String

  private let process: ChildProcess

  fileprivate init(_ process: ChildProcess, address: String) {
    self.process = process
    self.address = address
  }

  /// Stops it as a power cut would, and returns when it has started again.
  package func restart() async throws {
    try await control("restart --mode immediate")
  }

  /// Stops it as an administrator would.
  package func stop() async throws {
    try await control("stop --mode fast --wait")
  }

  /// Has it read its settings again.
  package func reload() async throws {
    try await control("reload")
  }

  private func control(_ command: String) async throws {
    process.writeLine(command)
    guard await process.nextLine() == "done" else { throw NoTestServer() }
  }
}

/// Lends a server of its own to the body, and removes it afterwards.
package func withOwnServer<Value>(_ body: (OwnServer) async throws -> Value) async throws -> Value {
  let script = """
    echo "$EVENTSOURCING_POSTGRESQL"
    while read -r command; do
      $EVENTSOURCING_POSTGRESQL_CONTROL $command --log /dev/null </dev/null >/dev/null && echo done || echo failed
    done
    """
  let starter = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../.ci/with-postgresql")
  let arguments = [starter.standardized.path, "bash", "-c", script]
  // It ends when its input does, and removes the server. Killed at a deadline, it could not do that.
  return try await withChild("/usr/bin/env", arguments, deadline: .never) { process in
    guard let address = await process.nextLine() else { throw NoTestServer() }
    let outcome: Result<Value, any Error>
    do { outcome = .success(try await body(OwnServer(process, address: address))) } catch { outcome = .failure(error) }
    process.closeInput()
    _ = await process.ended()
    return try outcome.get()
  }
}
