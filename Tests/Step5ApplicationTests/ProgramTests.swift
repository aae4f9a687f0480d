import EventSourcingTestKit
import Foundation
import ProcessSupport
import Testing

@Suite("The program of step 5")
struct ProgramTests {
  /// Lends the address of a database that is not there yet.
  private func withDatabase(_ body: (String) async throws -> Void) async throws {
    try await withTemporaryFolder { try await body("sqlite:\($0)/demo.sqlite") }
  }

  private func create(_ foo: String, in database: String) async throws -> String {
    let created = try await run("step5", ["--database", database, "create", foo])
    #expect(created.ending == .exited(0))
    return try #require(created.output.first)
  }

  @Test func `keeps its data between runs`() async throws {
    try await withDatabase { database in
      let id = try await create("bar3", in: database)
      let changed = try await run("step5", ["--database", database, "set", id, "bar4"])
      #expect(changed.output == ["version 2: foo = bar4"])
      let shown = try await run("step5", ["--database", database, "show", id])
      #expect(shown.output.prefix(2) == ["foo: bar4", "version: 2"])
      let listed = try await run("step5", ["--database", database, "list"])
      #expect(listed.output == ["\(id)  version 2  bar4"])
    }
  }

  @Test func `shows an example as it was`() async throws {
    try await withDatabase { database in
      let id = try await create("bar3", in: database)
      _ = try await run("step5", ["--database", database, "set", id, "bar4"])
      let shown = try await run("step5", ["--database", database, "show", id, "--version", "1"])
      #expect(shown.output.first == "foo: bar3")
    }
  }

  @Test func `hides a discarded example but not its history`() async throws {
    try await withDatabase { database in
      let id = try await create("bar3", in: database)
      let discarded = try await run("step5", ["--database", database, "discard", id])
      #expect(discarded.output == ["discarded"])
      let listed = try await run("step5", ["--database", database, "list"])
      #expect(listed.output == [])
      let history = try await run("step5", ["--database", database, "history", id])
      #expect(history.output.filter { $0.contains("Example.") }.count == 2)
      for command in [["show", id], ["set", id, "bar4"], ["discard", id]] {
        let refused = try await run("step5", ["--database", database] + command)
        #expect(refused.ending == .exited(1))
        #expect(refused.errors == ["Error: Entity \(id) was discarded at version 2."])
      }
    }
  }

  @Test func `keeps text as it was typed`() async throws {
    try await withDatabase { database in
      let text = "quote ' \" ; 🦉 --"
      let id = try await create(text, in: database)
      let listed = try await run("step5", ["--database", database, "list"])
      #expect(listed.output == ["\(id)  version 1  \(text)"])
    }
  }

  @Test func `says that there is no such example`() async throws {
    try await withDatabase { database in
      _ = try await create("another", in: database)
      let id = UUID().uuidString
      for command in [["show", id], ["set", id, "bar"], ["discard", id], ["history", id]] {
        let refused = try await run("step5", ["--database", database] + command)
        #expect(refused.ending == .exited(1))
        #expect(refused.errors == ["Error: There is no entity \(id)."])
      }
    }
  }

  @Test(arguments: [
    ["list"], ["--database", "unused.sqlite", "list"], ["--database", "sqlite:unused.sqlite", "show", "no-id"],
    ["--database", "sqlite:unused.sqlite", "create"], ["--database", "sqlite:unused.sqlite", "vanish"],
  ])
  func `refuses a wrong command line, with its usage and exit code 64`(_ arguments: [String]) async throws {
    let refused = try await run("step5", arguments)
    #expect(refused.ending == .exited(64))
    #expect(refused.errors.first?.hasPrefix("Error: ") == true)
    #expect(refused.errors.contains { $0.hasPrefix("Usage: step5") })
    #expect(refused.output == [])
    #expect(!FileManager.default.fileExists(atPath: "unused.sqlite"))
  }

  @Test func `names a file that is no database, and leaves it alone`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/notes.txt"
      let text = Data(String(repeating: "not a database. ", count: 100).utf8)
      try text.write(to: URL(filePath: file))
      let refused = try await run("step5", ["--database", "sqlite:\(file)", "list"])
      #expect(refused.ending == .exited(1))
      #expect(refused.errors.first?.contains(file) == true)
      #expect(try Data(contentsOf: URL(filePath: file)) == text)
    }
  }

  @Test(arguments: [["list"], ["show", UUID().uuidString], ["history", UUID().uuidString]])
  func `makes no database when it is only to look`(_ command: [String]) async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/demo.sqlite"
      let refused = try await run("step5", ["--database", "sqlite:\(file)"] + command)
      #expect(refused.ending == .exited(1))
      #expect(refused.errors == ["Error: There is no database \(file) yet: “create” makes it."])
      #expect(!FileManager.default.fileExists(atPath: file))
    }
  }

  @Test func `shows text of several lines on one`() async throws {
    try await withDatabase { database in
      let id = try await create("two\nlines", in: database)
      let listed = try await run("step5", ["--database", database, "list"])
      #expect(listed.output == [#"\(id)  version 1  two\nlines"#.replacing("\\(id)", with: id)])
    }
  }

  @Test func `explains itself`() async throws {
    let help = try await run("step5", ["--help"])
    #expect(help.ending == .exited(0))
    for command in ["create", "show", "set", "discard", "list", "history"] {
      #expect(help.output.contains { $0.hasPrefix("  \(command) ") })
    }
  }

  @Test func `loses no change when several programs change one example`() async throws {
    try await withDatabase { database in
      let id = try await create("bar", in: database)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...6 {
          group.addTask {
            let changed = try await run("step5", ["--database", database, "set", id, "bar\(number)"])
            #expect(changed.ending == .exited(0), "\(changed.errors)")
          }
        }
        try await group.waitForAll()
      }
      let history = try await run("step5", ["--database", database, "history", id])
      #expect(history.output.filter { $0.contains("Example.") }.count == 7)
    }
  }
}
