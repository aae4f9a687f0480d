import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import ProcessSupport
import Testing

@Suite("A step with --database", .timeLimit(.minutes(5)))
struct StepTests {
  private static let secret = "s3cret"

  private func database(_ server: String) -> String { "postgresql:\(server)" }

  @Test func `tells the same story again and again on a database that lasts, and keeps its rows`() async throws {
    try await withTemporaryFolder { folder in
      let address = "sqlite:\(folder)/demo.sqlite"
      let first = try await run("step3", [])
      for _ in 0..<2 {
        let told = try await run("step3", ["--database", address])
        #expect(told.ending == .exited(0))
        #expect(told.output.starts(with: first.output))
        #expect(told.output.last?.hasPrefix("  SELECT ") == true)
      }
      let recorder = try await SQLiteRecorder(.file("\(folder)/demo.sqlite"))
      #expect(try await recorder.notifications(after: 0, limit: 10).count == 4)
      try await recorder.close()
    }
  }

  @Test func `ends with the SQL that shows the rows of that run`() async throws {
    let server = try testServer()
    let told = try await run("step3", ["--database", database(server)])
    let query = try #require(told.output.last)
    #expect(try await byHand(server, query) == ["0", "1"])
  }

  @Test func `has columns of its own names on a server, too`() async throws {
    let told = try await run("step8", ["--database", database(testServer())])
    #expect(told.output.starts(with: try await run("step8", []).output))
  }

  @Test func `searches the rows for what is secret where there are no files to search`() async throws {
    for address in try [database(testServer()), "sqlite::memory:"] {
      let told = try await run("step6", ["--database", address])
      #expect(told.output.contains("Search all bytes of the table's rows:"))
      #expect(told.output.contains("  “plain info” found: true"))
      #expect(told.output.contains("  “secret info” found: false"))
    }
  }

  @Test func `says that it stores nothing, if it does not`() async throws {
    let told = try await run("step1", ["--database", "sqlite:unused.sqlite"])
    #expect(told.ending == .exited(0))
    #expect(told.output.last == "This step stores nothing, so it has not used the database.")
    #expect(!FileManager.default.fileExists(atPath: "unused.sqlite"))
  }

  @Test(arguments: ["step1", "step3", "step6"], ["demo.sqlite", "postgrse://shop:\(secret)@localhost/shop"])
  func `says what is accepted when it is mistyped`(_ step: String, _ address: String) async throws {
    let refused = try await run(step, ["--database", address])
    #expect(refused.ending == .exited(64))
    #expect(refused.output == [])
    #expect(refused.errors.contains("  sqlite:FILE"))
    #expect(!refused.errors.joined().contains(Self.secret))
  }

  @Test(arguments: ["step1", "step3"])
  func `says that an address needs its option, and does not repeat it`(_ step: String) async throws {
    let refused = try await run(step, ["postgresql://shop:\(Self.secret)@localhost/shop"])
    #expect(refused.ending == .exited(64))
    #expect(refused.errors.first?.contains("comes after --database") == true)
    #expect(!refused.errors.joined().contains(Self.secret))
  }

  @Test func `says what is wrong with a server, without its password`() async throws {
    let address = "postgresql://shop:\(Self.secret)@localhost/shop?host=/no/such/folder"
    let refused = try await run("step3", ["--database", address])
    #expect(refused.ending == .exited(1))
    #expect(refused.errors.first?.hasPrefix("Error: No connection to the database “shop”") == true)
    #expect(!refused.errors.joined().contains(Self.secret))
  }
}
