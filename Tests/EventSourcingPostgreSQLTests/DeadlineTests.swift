import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("A PostgreSQL server that does not answer", .timeLimit(.minutes(5)))
struct DeadlineTests {
  private static let options = PostgreSQLOptions(maximumConnections: 2, connectTimeout: 2, statementTimeout: 2)

  @Test func `holds up an append no longer than the timeout, whose outcome is unknown then`() async throws {
    try await withStoppedRecorder { recorder, id in
      try await soon(.unknownOutcome) { try await recorder.append(items(id, 2...2)) }
    }
  }

  @Test func `holds up no longer an append of a task on the recorder's executor, and who reads there`() async throws {
    try await withStoppedRecorder { recorder, id in
      try await soon(.unknownOutcome) {
        try await Task(executorPreference: recorder.executor) { try await recorder.append(items(id, 2...2)) }.value
      }
      try await soon(.timedOut) {
        try await Task(executorPreference: recorder.executor) { try await recorder.items(of: id) }.value
      }
    }
  }

  /// Its statement was not prepared yet, and that is as far as it came.
  @Test func `holds up no longer an append that was not even sent, of which nothing is recorded`() async throws {
    try await withStoppedRecorder { recorder, id in
      try await soon(.timedOut) { try await recorder.append(items(id, 2...3)) }
    }
  }

  @Test func `holds up a large append no longer`() async throws {
    try await withStoppedRecorder { recorder, id in
      try await soon(.unknownOutcome) { try await recorder.append([item(id, 2, data: Data(count: 32 << 20))]) }
    }
  }

  @Test func `holds up reads and changes of the past no longer`() async throws {
    try await withStoppedRecorder { recorder, id in
      try await soon(.timedOut) { try await recorder.items(of: id) }
      try await soon(.timedOut) { try await recorder.deleteItems(of: id) }
    }
  }

  @Test func `holds up work of one's own no longer`() async throws {
    try await withStoppedRecorder { recorder, id in
      try await soon(.timedOut) {
        try await recorder.append(AppendRequest(items(id, 2...2))) { transaction in try transaction.execute("SELECT 1")
        }
      }
      try await soon(.timedOut) { try await recorder.database.read { try $0.query("SELECT 1").count } }
    }
  }

  @Test func `holds up closing no longer`() async throws {
    try await withStoppedRecorder { recorder, id in
      let append = Task { try await recorder.append(items(id, 2...2)) }
      let read = Task { try await recorder.items(of: id) }
      try await Task.sleep(for: .milliseconds(100))
      try await soon { try await recorder.close() }
      await #expect(throws: RecorderError.self) { try await append.value }
      await #expect(throws: RecorderError.self) { try await read.value }
    }
  }

  @Test func `holds up nobody who has cancelled a read, also without a timeout`() async throws {
    try await withStoppedRecorder(PostgreSQLOptions(statementTimeout: 0)) { recorder, id in
      let read = Task { try await recorder.items(of: id) }
      try await Task.sleep(for: .milliseconds(100))
      read.cancel()
      try await soon { await #expect(throws: CancellationError.self) { try await read.value } }
    }
  }

  /// A commit is not under the server's own timeout: this one waits for a standby that is not there.
  @Test func `holds up a commit no longer, whose outcome is unknown then`() async throws {
    try await withOwnServer { server in
      let recorder = try await PostgreSQLRecorder(server.address, schema: "events", options: Self.options)
      let other = try await PostgreSQLRecorder(server.address, schema: "others", options: Self.options)
      let id = UUID()
      try await recorder.append(items(id, 0...0))
      try await other.append(items(id, 0...0))
      try await byHand(server.address, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
      try await server.reload()
      try await until(server.address, "SELECT current_setting('synchronous_standby_names') = 'nobody'")
      try await Task.sleep(for: .milliseconds(200))
      try await soon(.unknownOutcome) { try await recorder.append(items(UUID(), 0...0)) }
      try await soon(.unknownOutcome) { try await other.deleteItems(of: id) }
      try await soon { try await recorder.close() }
      try await soon { try await other.close() }
    }
  }

  /// libpq counts whole seconds of the clock, so how long it waits depends on when it begins.
  @Test(arguments: [0, 0.3, 0.99, 0.998, 0.999])
  func `holds up connecting no longer`(_ fraction: Double) async throws {
    let silent = try SilentPort()
    let now = Date().timeIntervalSince1970
    try await Task.sleep(for: .seconds(now.rounded(.down) + 1 + fraction - now))
    try await soon(.timedOut) {
      try await PostgreSQLRecorder(
        "host=127.0.0.1 port=\(silent.port) dbname=nobody", options: PostgreSQLOptions(connectTimeout: 2)
      ).close()
    }
    withExtendedLifetime(silent) {}
  }

  /// Lends a recorder with an item, the processes of whose connections are stopped.
  private func withStoppedRecorder(
    _ options: PostgreSQLOptions = Self.options, _ body: (PostgreSQLRecorder, UUID) async throws -> Void
  ) async throws {
    try await withSchema { server, schema in
      // Making the tables may take longer, where many do so.
      try await PostgreSQLRecorder(server, schema: schema).close()
      let recorder = try await PostgreSQLRecorder(
        "\(server) application_name=\(schema)", schema: schema, options: options)
      let id = UUID()
      try await recorder.append(items(id, 0...0))
      try await recorder.append(items(id, 1...1))
      #expect(try await recorder.items(of: id).count == 2)
      // Prompts for others may be on their way, on the connection that reads.
      try await Task.sleep(for: .milliseconds(200))
      try await withStoppedProcesses(server, of: schema) { try await body(recorder, id) }
      try await recorder.close()
    }
  }

  private func soon<Value>(_ code: RecorderError.Code, _ body: () async throws -> Value) async throws {
    try await soon {
      let error = await #expect(throws: RecorderError.self) { _ = try await body() }
      #expect(error?.code == code, "\(String(describing: error))")
    }
  }

  private func soon(_ body: () async throws -> Void) async throws {
    let start = ContinuousClock.now
    try await body()
    #expect(ContinuousClock.now - start < .seconds(60))
  }
}
