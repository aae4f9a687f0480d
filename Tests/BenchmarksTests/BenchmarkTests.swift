import Benchmarks
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import ProcessSupport
import Testing

@Suite("A benchmark", .timeLimit(.minutes(5)))
struct BenchmarkTests {
  /// Those that do little work in a round, however little that is to be.
  private static let small = [
    "sqlite-one-writer", "sqlite-executor", "sqlite-normal-executor", "sqlite-64-savers", "postgresql-one-writer",
    "postgresql-executor", "postgresql-64-savers", "encryption", "encryption-mapper", "memory-saves",
    "commands-aggregate", "commands-entity", "keeper-hot", "snapshots",
    "prompts-sqlite", "prompts-postgresql", "notification-delay-sqlite", "notification-delay-postgresql",
  ]

  @Test(arguments: small)
  func `measures each side in each round, and leaves nothing behind`(_ name: String) async throws {
    let benchmark = try #require(Benchmark.all.first { $0.work.name == name })
    try await withTemporaryFolder { folder in
      let session = Session(folder: folder, server: try testServer(), rounds: 2, leastTime: .zero)
      let measurement = try await benchmark.measure(benchmark.work, session)
      #expect(measurement.name == name)
      #expect(measurement.subject.rounds.count == 2)
      #expect(measurement.other.map { $0.rounds.count == 2 } ?? (name == "memory-saves"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  @Test func `is listed by its name`() async throws {
    let (ending, output, _) = try await run("Benchmarks", ["--list"])
    #expect(ending == .exited(0))
    #expect(output == Benchmark.all.map(\.work.name))
  }

  @Test func `of PostgreSQL without a server is refused, and it is said what to do`() async throws {
    let (ending, output, errors) = try await run("Benchmarks", ["--postgresql", "", "--only", "postgresql-one-writer"])
    #expect(ending == .exited(1))
    #expect(output.isEmpty)
    #expect(errors.joined().contains("--without-postgresql"))
  }

  @Test func `that there is not is refused`() async throws {
    let (ending, _, errors) = try await run("Benchmarks", ["--only", "sqlite-one-wrtier"])
    #expect(ending == .exited(64))
    #expect(errors.joined().contains("sqlite-one-wrtier"))
  }
}
