import Foundation
import PostgreSQLSupport

/// Stops the server's processes behind the connections of an application, lets the body run, and has them go on.
func withStoppedProcesses<Value>(
  _ server: String, of application: String, _ body: () async throws -> Value
) async throws -> Value {
  let processes = try await byHand(
    server, "SELECT pid FROM pg_stat_activity WHERE application_name = '\(application)'"
  ).compactMap { $0.flatMap { Int32($0) } }
  processes.forEach { kill($0, SIGSTOP) }
  defer { processes.forEach { kill($0, SIGCONT) } }
  return try await body()
}
