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
    let tracking = TrackingRecord(upstream: "Orders", from: 0, to: 1)
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
          request: try AppendRequest(items(old, 3...3), tracking: tracking),
          error: "\(AlreadyTracked(tracking, found: 1))"),
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

  @Test func `hold what they assert, and what they track, each in its turn`() async throws {
    let (read, new) = (UUID(), UUID())
    func tracking(_ from: Int, _ to: Int) -> TrackingRecord {
      TrackingRecord(upstream: "Orders", from: from, to: LogPosition(id: to))
    }
    func append(at position: Int, asserting version: Int, _ tracking: TrackingRecord? = nil) throws -> AppendRequest {
      try AppendRequest(
        items(new, position...position), tracking: tracking,
        assertions: [SequenceAssertion(sequenceID: read, version: version)])
    }
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      try await recorder.append(items(read, 0...0), tracking: tracking(0, 4))
      let appends = [
        Append(request: try append(at: 0, asserting: 1, tracking(4, 5)), error: nil),
        // It changes what was asserted, after that.
        Append(request: try AppendRequest(items(read, 1...1)), error: nil),
        Append(
          request: try append(at: 1, asserting: 1),
          error: "\(ConcurrencyError(sequenceID: read, position: 1, found: 2))"),
        Append(request: try append(at: 1, asserting: 2, tracking(5, 7)), error: nil),
        Append(
          request: try AppendRequest([], tracking: tracking(5, 6)), error: "\(AlreadyTracked(tracking(5, 6), found: 7))"
        ),
        Append(
          request: try append(at: 2, asserting: 3),
          error: "\(ConcurrencyError(sequenceID: read, position: 3, found: 2))"),
      ]
      try await expect(appends, of: recorder, server: server, schema)
      #expect(try await recorder.items(of: new) == items(new, 0...1))
      #expect(try await recorder.lastTracked(of: "Orders") == 7)
      #expect(try await byHand(server, "SELECT count(*) FROM \(schema).sequenced_items") == ["4"])
      try await recorder.close()
    }
  }

  @Test func `are told apart by their kind`() async throws {
    let (new, log) = (UUID(), UUID())
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      let appends = [
        Append(request: try AppendRequest(items(new, 0...0)), error: nil),
        Append(
          request: try AppendRequest(items(new, 77...77), kind: .timed),
          error: "\(InvalidAppend.otherKind(sequenceID: new, stored: .counted))"),
        Append(request: try AppendRequest(items(log, 1...1), kind: .timed), error: nil),
        Append(
          request: try AppendRequest(items(log, 2...2)),
          error: "\(InvalidAppend.otherKind(sequenceID: log, stored: .timed))"),
        Append(request: try AppendRequest(items(log, -2 ... -2), kind: .timed), error: nil),
      ]
      try await expect(appends, of: recorder, server: server, schema)
      #expect(try await recorder.items(of: log).map(\.position) == [-2, 1])
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

  /// Each writes some of the sequences and asserts all others, in any order.
  @Test func `do not wait for each other in a circle for what they assert`() async throws {
    let places = (0..<6).map { _ in UUID() }
    try await withSchema { server, schema in
      let successes = try await withThrowingTaskGroup(of: Int.self) { group in
        for writer in 0..<4 {
          group.addTask {
            let recorder = try await PostgreSQLRecorder(server, schema: schema)
            var successes = 0
            for round in 0..<60 {
              var versions: [UUID: Int] = [:]
              for place in places { versions[place] = try await recorder.items(of: place).count }
              let order = places.shuffled()
              let written = order.prefix(1 + (writer + round) % 3)
              let assertions = order.dropFirst(written.count).map {
                SequenceAssertion(sequenceID: $0, version: versions[$0, default: 0])
              }
              do {
                try await recorder.append(written.map { item($0, versions[$0, default: 0]) }, assertions: assertions)
                successes += 1
              } catch is ConcurrencyError {
              }
            }
            try await recorder.close()
            return successes
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(successes > 0)
      #expect(try await byHand(server, "SELECT 1 FROM \(schema).sequenced_items WHERE notification_id < 0") == [])
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
        try await recorder.append([], tracking: TrackingRecord(upstream: "x", from: 0, to: 1))
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
