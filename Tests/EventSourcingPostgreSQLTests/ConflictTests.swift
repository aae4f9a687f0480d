import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("Appends to PostgreSQL that share a transaction", .timeLimit(.minutes(5)))
struct ConflictTests {
  private struct Append: Sendable {
    let request: AppendRequest
    let error: String?
  }

  @Test func `each have the outcome that they would have alone`() async throws {
    let (old, new, timed) = (UUID(), UUID(), UUID())
    let tracking = TrackingRecord(upstream: "Orders", notificationID: 1)
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      try await recorder.append(items(old, 0...2))
      try await recorder.append(items(timed, 500...500), kind: .timed)
      let appends = [
        Append(request: try AppendRequest(items(new, 0...1)), error: nil),
        // It follows on the one before it, which is not stored yet.
        Append(request: try AppendRequest(items(new, 2...3), tracking: tracking), error: nil),
        Append(
          request: try AppendRequest(items(new, 3...3)), error: "\(ConcurrencyError(sequenceID: new, position: 3))"),
        Append(
          request: try AppendRequest(items(new, 9...9)),
          error: "\(InvalidAppend.gap(sequenceID: new, expected: 4, found: 9))"),
        Append(
          request: try AppendRequest(items(old, 3...3), tracking: tracking), error: "\(AlreadyTracked(tracking))"),
        Append(
          request: try AppendRequest(items(timed, 499...500), kind: .timed),
          error: "\(ConcurrencyError(sequenceID: timed, position: 500))"),
        Append(request: try AppendRequest(items(old, 3...3)), error: nil),
        Append(request: try AppendRequest(items(timed, .max ... .max), kind: .timed), error: nil),
      ]
      try await expect(appends, of: recorder, server: server, schema)
      #expect(try await recorder.items(of: new) == items(new, 0...3))
      #expect(try await recorder.items(of: old) == items(old, 0...3))
      #expect(try await recorder.items(of: timed).map(\.position) == [500, .max])
      try await recorder.close()
    }
  }

  @Test func `do not fail for what one of them alone may not do`() async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      try await byHand(server, "ALTER TABLE \(schema).sequenced_items ADD CHECK (topic <> 'Forbidden')")
      let id = UUID()
      let appends = [
        Append(request: try AppendRequest(items(id, 0...1)), error: nil),
        Append(
          request: try AppendRequest([item(UUID(), 0, topic: "Forbidden")]),
          error: "The table has a rule of its own that refuses this. Nothing was recorded. (SQLSTATE 23514)"),
        Append(request: try AppendRequest(items(id, 2...2)), error: nil),
      ]
      try await expect(appends, of: recorder, server: server, schema)
      #expect(try await recorder.notifications(after: 0, limit: 10).map(\.item) == items(id, 0...2))
      try await recorder.close()
    }
  }

  /// Those of two kinds in one sequence do not go together in one statement, so each is committed by itself.
  @Test func `are told that they were recorded, whatever becomes of one after them`() async throws {
    try await withSchema { server, schema in
      let (recorder, id) = (try await PostgreSQLRecorder(server, schema: schema), UUID())
      try await byHand(server, "ALTER TABLE \(schema).sequenced_items ADD CHECK (topic <> 'Forbidden')")
      try await recorder.append(items(id, 0...0))
      let appends = [
        Append(request: try AppendRequest(items(id, -3 ... -3), kind: .timed), error: nil),
        Append(request: try AppendRequest(items(id, 1...1)), error: nil),
        Append(
          request: try AppendRequest([item(UUID(), 0, topic: "Forbidden")]),
          error: "The table has a rule of its own that refuses this. Nothing was recorded. (SQLSTATE 23514)"),
        Append(request: try AppendRequest(items(id, 2...2)), error: nil),
      ]
      try await expect(appends, of: recorder, server: server, schema)
      #expect(try await recorder.items(of: id).map(\.position) == [-3, 0, 1, 2])
      try await recorder.close()
    }
  }

  @Test func `do not wait for each other in a circle on different connections`() async throws {
    let places = (0..<30).map { _ in UUID() }
    try await withSchema { server, schema in
      let appends = try await withThrowingTaskGroup(of: Int.self) { group in
        for writer in 0..<4 {
          group.addTask {
            let recorder = try await PostgreSQLRecorder(server, schema: schema)
            var acknowledged = 0
            for position in 0..<30 {
              let order = writer % 2 == 0 ? places : places.reversed()
              do {
                try await recorder.append(order.map { item($0, position) })
                acknowledged += 1
              } catch is ConcurrencyError {
              } catch InvalidAppend.gap {
              }
            }
            try await recorder.close()
            return acknowledged
          }
        }
        return try await group.reduce(0, +)
      }
      let stored = try await byHand(server, "SELECT count(*) FROM \(schema).sequenced_items")
      #expect(stored == ["\(appends * places.count)"])
    }
  }

  /// Sees to it that the appends are in one group: they gather while the one before them is held up.
  @MainActor private func expect(
    _ appends: [Append], of recorder: PostgreSQLRecorder, server: String, _ schema: String
  ) async throws {
    try await withHand(server) { hand in
      let lock = "LOCK TABLE \(schema).sequenced_items IN ACCESS EXCLUSIVE MODE"
      try await hand.run("BEGIN; \(lock)")
      let first = await started {
        try await recorder.append([], tracking: TrackingRecord(upstream: "x", notificationID: 1))
      }
      var tasks: [Task<[Int], any Error>] = []
      for append in appends { tasks.append(await started { try await recorder.append(append.request) }) }
      try await hand.run("COMMIT")
      _ = try await first.value
      var ids: [Int] = []
      for (append, task) in zip(appends, tasks) {
        switch await task.result {
        case .success(let new):
          #expect(append.error == nil)
          #expect(new.count == append.request.items.count)
          ids += new
        case .failure(let error): #expect("\(error)" == append.error)
        }
      }
      #expect(ids == ids.sorted())
    }
  }
}
