import Foundation
import TeachingKit
import Testing

@Suite("A console on a page")
struct ConsoleSessionTests {
  private let shownID = "8ED20A45-C109-4AE4-96F6-17B94F63B06B"

  /// The fence as it should be, run on a page of its own with a program `greet` and one that prints an id.
  private func run(_ fences: [String]...) async throws -> [[String]] {
    var results: [[String]] = []
    try await withTestRepository { repository in
      try repository.program("greet", "echo \"Hello, $1!\"")
      try repository.program(
        "newid", "id=$(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen); echo $id > ids; echo $id")
      try repository.program("describe", "swift --version")
      try repository.program("known", "grep -qi \"$1\" ids && echo known")
      let folder = repository.folder.appending(path: "session")
      var session = try ConsoleSession(programs: repository.folder.appending(path: "programs"), folder: folder)
      for fence in fences { results.append(try await session.run(fence)) }
    }
    return results
  }

  @Test func `runs commands in order in one folder, and executables by swift run`() async throws {
    let fence = [
      "$ echo one > file", "$ mkdir sub && cd sub", "$ cat ../file", "one", "", "$ swift run -q greet \"you two\"",
      "Hello, you two!",
    ]
    let result = try await run(fence)
    #expect(result[0].filter { !$0.isEmpty } == fence.filter { !$0.isEmpty })
  }

  @Test func `lets executables call the real Swift`() async throws {
    let result = try await run(["$ swift run -q describe"])
    #expect(result[0].contains { $0.contains("Swift version") })
  }

  @Test func `gives what is printed in place of what is shown`() async throws {
    let result = try await run(["$ swift run greet Ada", "Hello, Bob!", "$ echo a; echo b"])
    #expect(result == [["$ swift run greet Ada", "Hello, Ada!", "$ echo a; echo b", "a", "b"]])
  }

  @Test func `keeps the folder and ids from fence to fence`() async throws {
    let first = ["$ swift run -q newid", shownID]
    let second = ["$ swift run -q known \(shownID)", "known"]
    #expect(try await run(first, second) == [first, second])
  }

  @Test func `shows errors too, and goes on after them`() async throws {
    let fence = ["$ echo no >&2; exit 3", "no", "$ echo \\", "  on", "on"]
    #expect(try await run(fence) == [fence])
  }

  @Test func `does not build, and tells of executables that are not there`() async throws {
    let result = try await run(["$ swift build", "$ swift run -q missing"])
    #expect(result[0][1].contains("can only use 'swift run'"))
    #expect(result[0].last == "error: no executable product named 'missing'")
  }

  @Test func `is refused when it does not begin with a command`() async throws {
    await #expect(throws: ConsoleSession.NotRun.self) { try await run(["echo one"]) }
  }

  @Test func `is refused when a command fails without a word`() async throws {
    let error = await #expect(throws: ConsoleSession.NotRun.self) { try await run(["$ echo a", "a", "$ false"]) }
    #expect(error?.line == 2)
    #expect(error?.text.contains("status 1") == true)
  }
}
