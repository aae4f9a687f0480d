import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("Who waits for notifications in PostgreSQL", .timeLimit(.minutes(5)))
struct ListeningTests {
  private static let listening =
    "SELECT count(*) = 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND application_name"

  @Test func `listens on a connection of its own, only while somebody waits`() async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder("\(server) application_name=\(schema)", schema: schema)
      let listening = "\(Self.listening) = '\(schema)'"
      #expect(try await byHand(server, listening) == ["f"])
      let waiting = Task { try await recorder.waitForNotification(after: 0, atMost: .seconds(100)) }
      try await until(server, listening)
      waiting.cancel()
      await #expect(throws: CancellationError.self) { try await waiting.value }
      try await until(server, "NOT (\(listening))")
      try await recorder.close()
    }
  }

  @Test func `is told by others who record, where looking alone would take an hour`() async throws {
    try await withSchema { server, schema in
      var options = PostgreSQLOptions()
      options.pauses = .init(shortest: .seconds(3_600), longest: .seconds(3_600))
      let reader = try await PostgreSQLRecorder(
        "\(server) application_name=\(schema)", schema: schema, options: options)
      let writer = try await PostgreSQLRecorder(server, schema: schema)
      for position in 0..<5 {
        let waiting = Task { try await reader.waitForNotification(after: position, atMost: .seconds(3_600)) }
        try await until(server, "\(Self.listening) = '\(schema)'")
        try await writer.append(items(UUID(), 0...0))
        #expect(try await waiting.value)
      }
      try await reader.close()
      try await writer.close()
    }
  }

  @Test func `goes on by looking, and listens again, when the server has ended the connections`() async throws {
    try await withSchema { server, schema in
      let reader = try await PostgreSQLRecorder("\(server) application_name=\(schema)", schema: schema)
      let writer = try await PostgreSQLRecorder(server, schema: schema)
      let waiting = Task { try await reader.waitForNotification(after: 0, atMost: .seconds(100)) }
      try await until(server, "\(Self.listening) = '\(schema)'")
      let ended = "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE application_name = '\(schema)'"
      #expect(try await byHand(server, ended).count >= 2)
      try await until(server, "\(Self.listening) = '\(schema)'")
      try await byHand(server, ended)
      // At once, while nobody listens.
      try await writer.append(items(UUID(), 0...0))
      #expect(try await waiting.value)
      try await reader.close()
      try await writer.close()
    }
  }

  @Test func `waits on while the server starts again`() async throws {
    try await withOwnServer { server in
      let recorder = try await PostgreSQLRecorder(server.address, schema: "events")
      let waiting = Task { try await recorder.waitForNotification(after: 0, atMost: .seconds(200)) }
      try await until(server.address, "SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
      try await server.restart()
      let writer = try await PostgreSQLRecorder(server.address, schema: "events")
      try await writer.append(items(UUID(), 0...0))
      #expect(try await waiting.value)
      try await writer.close()
      try await recorder.close()
    }
  }
}
