import EventSourcing
import EventSourcingSystems
import Foundation
import PostgreSQLSupport
import SystemDatabases
import SystemSupport
import Testing

@Suite("A system makes the same events", .timeLimit(.minutes(5)))
struct SameOutcomeTests {
  /// How the system is run.
  enum Run: String, CaseIterable, Sendable {
    case singleThread, concurrent, inPartitions
  }

  enum Place: String, CaseIterable, Sendable {
    case memory, sqliteFile, sqliteFiles, postgreSQL
  }

  private static let placings = Shop.placings(30)

  @Test(arguments: Run.allCases, Place.allCases)
  func `whoever runs it, on whatever database`(run: Run, place: Place) async throws {
    let expected = try await streams(.singleThread, in: .memory)
    #expect(expected.count == Self.placings.count * 2 + 27)
    let found = try await withDatabase(place) { try await streams(run, in: $0) }
    #expect(found == expected)
  }

  private func streams(_ run: Run, in database: SystemDatabase) async throws -> [StoredStream] {
    let system = try Shop().system
    return try await database.opened { recorder in
      switch run {
      case .singleThread:
        let runner = try await SingleThreadRunner(system, recorder: recorder)
        for placing in Self.placings { try await runner.application("orders").place(placing) }
        return try await streams(of: system, runner.application, closing: runner.close)
      case .concurrent, .inPartitions:
        let runner = try await ConcurrentRunner(
          system, partitions: run == .inPartitions ? 3 : 1, recorder: recorder)
        let orders = try runner.application("orders")
        try await runner.running {
          try await withThrowingTaskGroup(of: Void.self) { group in
            for placing in Self.placings { group.addTask { try await orders.place(placing) } }
            try await group.waitForAll()
          }
          try await runner.waitUntilSettled(atMost: .seconds(60))
        }
        #expect(try await orders.outcomes(of: Self.placings) == Self.placings.map(\.outcome))
        return try await streams(of: system, runner.application, closing: runner.close)
      }
    }
  }

  private func streams(
    of system: System, _ application: (String) throws -> HostedApplication, closing close: () async throws -> Void
  ) async throws -> [StoredStream] {
    var streams: [StoredStream] = []
    for name in system.applications.map(\.name) { streams += try await application(name).streams() }
    try await close()
    return streams
  }

  private func withDatabase<Value>(_ place: Place, _ body: (SystemDatabase) async throws -> Value) async throws -> Value
  {
    switch place {
    case .memory: return try await body(.memory)
    case .sqliteFile: return try await withDirectory { try await body(.sqliteFile("\($0)/shop.sqlite")) }
    case .sqliteFiles: return try await withDirectory { try await body(.sqliteFiles(directory: $0)) }
    case .postgreSQL:
      return try await withSchema { server, schema in
        let outcome: Result<Value, any Error>
        do {
          outcome = .success(try await body(.postgreSQL(connection: server, schemas: schema)))
        } catch {
          outcome = .failure(error)
        }
        for name in ["orders", "reservations", "payments"] {
          try await byHand(server, "DROP SCHEMA IF EXISTS \(schema)_\(name) CASCADE")
        }
        return try outcome.get()
      }
    }
  }

  private func withDirectory<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let directory = FileManager.default.temporaryDirectory.appending(path: "systems-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    return try await body(directory.path)
  }
}
