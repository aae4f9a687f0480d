import EventSourcingTestKit
import Foundation
import TeachingKit
import Testing

@Suite("A command")
struct CommandTests {
  private let folder = FileManager.default.temporaryDirectory

  @Test func `returns what a program printed, and its status`() async throws {
    let result = try await Command(["sh", "-c", "echo out; echo err >&2; exit 3"], in: folder).run()
    #expect(result.outputText == "out\n")
    #expect(result.errorText == "err\n")
    #expect(result.status == 3)
  }

  @Test func `reads more than a pipe holds, from both at once`() async throws {
    let script = "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2"
    let result = try await Command(["sh", "-c", script], in: folder).run()
    #expect(result.output.count == 300_000)
    #expect(result.errors.count == 300_000)
  }

  @Test func `sets a variable, and takes one out`() async throws {
    let result = try await Command(
      ["sh", "-c", "echo $ADDED ${HOME-none}"], in: folder, environment: ["ADDED": "new", "HOME": nil]
    ).run()
    #expect(result.outputText == "new none\n")
  }

  @Test func `says by which signal a program was ended`() async throws {
    let result = try await Command(["sh", "-c", "kill -9 $$"], in: folder).run()
    #expect(result.status == 128 + 9)
  }

  @Test func `is ended when its task is cancelled`() async throws {
    let task = Task { try await Command(["sleep", "600"], in: FileManager.default.temporaryDirectory).run() }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `is ended by its signal when it has run for a while`(signal: Int32) async throws {
    try await withTemporaryFolder { folder in
      let started = URL(filePath: folder).appending(path: "started")
      let task = Task {
        var command = Command(["sh", "-c", "touch started; exec sleep 600"], in: URL(filePath: folder))
        command.stopSignal = signal
        return try await command.run()
      }
      while !FileManager.default.fileExists(atPath: started.path) { try await Task.sleep(for: .milliseconds(10)) }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
  }
}
