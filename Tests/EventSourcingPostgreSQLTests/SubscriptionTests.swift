import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("A subscription to a log in PostgreSQL", .timeLimit(.minutes(5)))
struct SubscriptionTests {
  @Test func `goes on after the last it has handed out, each time its connections are lost`() async throws {
    try await withSchema { server, schema in
      let reader = try await PostgreSQLRecorder("\(server) application_name=\(schema)", schema: schema)
      let writer = try await PostgreSQLRecorder(server, schema: schema)
      let log = LocalNotificationLog(reader)
      var elements = NotificationSubscription(log, pageSize: 2).makeAsyncIterator()
      let id = UUID()
      var seen: [Int] = []
      for round in 0..<5 {
        try await writer.append(items(id, (round * 5)...(round * 5 + 4)))
        while seen.count < round * 5 + 3 { seen += try await elements.nextID() }
        try await byHand(
          server, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '\(schema)'")
        while seen.count < round * 5 + 5 { seen += try await elements.nextID() }
      }
      #expect(seen == Array(1...25))
      try await reader.close()
      try await writer.close()
    }
  }

  @Test func `goes on when its server was started again`() async throws {
    try await withOwnServer { server in
      let reader = try await PostgreSQLRecorder(server.address)
      let id = UUID()
      try await reader.append(items(id, 0...4))
      var elements = NotificationSubscription(LocalNotificationLog(reader), pageSize: 2).makeAsyncIterator()
      var seen: [Int] = []
      while seen.count < 3 { seen += try await elements.nextID() }
      try await server.restart()
      while seen.count < 5 { seen += try await elements.nextID() }
      let writer = try await PostgreSQLRecorder(server.address)
      // A server that was killed leaves a gap in the ids.
      let later = try await writer.append(items(id, 5...6))
      while seen.count < 7 { seen += try await elements.nextID() }
      #expect(seen == Array(1...5) + later)
      try await reader.close()
      try await writer.close()
    }
  }
}

extension NotificationSubscription.Iterator {
  /// The id of the next notification; none where the reader has caught up.
  fileprivate mutating func nextID() async throws -> [Int] {
    guard case .notification(let notification, _)? = try await next() else { return [] }
    return [notification.id]
  }
}
