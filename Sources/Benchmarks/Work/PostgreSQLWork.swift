import EventSourcing
import EventSourcingPostgreSQL
import Foundation

extension Benchmark {
  /// Saving to PostgreSQL, against the loop in C.
  static let postgreSQL = [
    Benchmark(
      work: Work("postgresql-one-writer", "PostgreSQL: one writer, one event a save", target: .atLeast(0.65)),
      needsPostgreSQL: true,
      measure: { work, session in try await onPostgreSQL(work, session, savers: 1, connections: 1) }),
    Benchmark(
      work: Work(
        "postgresql-executor", "PostgreSQL: one writer on the recorder's executor", target: .atLeast(0.85)),
      needsPostgreSQL: true,
      measure: { work, session in
        try await onPostgreSQL(work, session, savers: 1, onExecutor: true, connections: 1)
      }),
    Benchmark(
      work: Work("postgresql-64-savers", "PostgreSQL: 64 savers at once, against 8 in C", target: .atLeast(1.5)),
      needsPostgreSQL: true,
      measure: { work, session in try await onPostgreSQL(work, session, savers: 64, connections: 8) }),
  ]

  private static func onPostgreSQL(
    _ work: Work, _ session: Session, savers: Int, onExecutor: Bool = false, connections: Int
  ) async throws -> Measurement {
    guard let server = session.server else { throw NoServer() }
    return try await withSchemas(on: server) { own, other in
      let recorder = try await PostgreSQLRecorder(server, schema: own)
      return try await recorder.closing {
        let counter = try await PostgreSQLLimit(server, schema: own)
        let limit = try await PostgreSQLLimit(server, schema: other, connections: connections)
        try checkDurability(limit)
        let examples = Examples(recorder)
        let subject = Contender(savers == 1 ? "one writer" : "\(savers) savers", step: savers, stored: counter.count) {
          events in
          try await examples.whileStoring {
            try await timed {
              if onExecutor {
                try await Task(executorPreference: recorder.executor) { _ = try await examples.save(events) }.value
              } else if savers == 1 {
                try await examples.save(events)
              } else {
                try await examples.save(events, savers: savers)
              }
            }
          }
        }
        let loop = Contender(
          connections == 1 ? "loop in C" : "\(connections) loops in C", step: connections, stored: limit.count
        ) { events in
          let items = try Examples.items(events, entities: connections)
          return try await timed { try limit.insertEach(items) }
        }
        return try await session.compare(work, unit: "events/s", subject, with: loop)
      }
    }
  }

  /// What is acknowledged must be on the disk, or the numbers mean nothing.
  private static func checkDurability(_ limit: PostgreSQLLimit) throws {
    for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
      guard try limit.value("SHOW \(setting)") == "on" else {
        throw LimitFailed(reason: "The server's setting \(setting) is not on: what is measured would not be durable.")
      }
    }
  }

  /// Lends two schemas that nobody else uses, and drops them afterwards.
  static func withSchemas<Value>(
    on server: String, _ body: (String, String) async throws -> Value
  ) async throws -> Value {
    let names = ["recorder", "limit"].map { name in
      "benchmark_\(name)_\(UUID().uuidString.lowercased().replacing("-", with: "_"))"
    }
    let outcome: Result<Value, any Error>
    do { outcome = .success(try await body(names[0], names[1])) } catch { outcome = .failure(error) }
    let hand = try PostgreSQLHand(server)
    for name in names { try await hand.run("DROP SCHEMA IF EXISTS \(name) CASCADE") }
    return try outcome.get()
  }
}

/// PostgreSQL was to be measured, and there is no server.
struct NoServer: Error, CustomStringConvertible {
  let description = """
    There is no PostgreSQL server, so PostgreSQL is not measured: `make bench` starts one, or name yours with \
    --postgresql, or leave PostgreSQL out with --without-postgresql.
    """
}
