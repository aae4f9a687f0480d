import Foundation
import PostgreSQLSupport
import ProcessSupport
import Testing

@Suite("The program of step 5 on a server", .timeLimit(.minutes(5)))
struct ServerTests {
  @Test func `keeps its data between runs`() async throws {
    let database = try ["--database", "postgresql:\(testServer())"]
    let created = try await run("step5", database + ["create", "bar3"])
    let id = try #require(created.output.first)
    let changed = try await run("step5", database + ["set", id, "bar4"])
    #expect(changed.output == ["version 2: foo = bar4"])
    let listed = try await run("step5", database + ["list"])
    #expect(listed.output.contains("\(id)  version 2  bar4"))
  }

  @Test func `finds it by variables alone`() async throws {
    let server = try testServer()
    func variable(_ keyword: String) throws -> String {
      String(try #require(server.firstMatch(of: try Regex("\(keyword)=([^ ]*)", as: (Substring, Substring).self))?.1))
    }
    let environment = try [
      "PGHOST": variable("host"), "PGUSER": variable("user"), "PGDATABASE": variable("dbname"),
    ]
    let created = try await run("step5", ["--database", "postgresql://", "create", "bar"], environment: environment)
    let id = try #require(created.output.first, "\(created.errors)")
    let shown = try await run("step5", ["--database", "postgresql:\(server)", "show", id])
    #expect(shown.output.first == "foo: bar")

    let nowhere = environment.merging(["PGHOST": "/no/such/folder"]) { $1 }
    let refused = try await run("step5", ["--database", "postgresql://", "show", id], environment: nowhere)
    #expect(refused.ending == .exited(1))
    #expect(refused.errors.first?.contains("/no/such/folder") == true)
  }

  @Test func `does not take a database of another name for an empty one`() async throws {
    let refused = try await run(
      "step5", ["--database", "postgresql:\(testServer()) dbname=no_such_database", "list"])
    #expect(refused.ending == .exited(1))
    #expect(refused.errors.first?.contains("There is no database of this name") == true)
  }
}
