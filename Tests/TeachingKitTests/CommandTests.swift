import EventSourcingTestKit
import Foundation
import TeachingKit
import Testing

@Suite("A command", .timeLimit(.minutes(2)))
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
      let task = Task {
        var command = Command(["sh", "-c", "touch started; exec sleep 600"], in: URL(filePath: folder))
        command.stopSignal = signal
        return try await command.run()
      }
      try await cancel(task, whenThereIs: "started", in: URL(filePath: folder))
    }
  }

  @Test func `is killed, with what it started, when it ignores its signal`() async throws {
    try await withTemporaryFolder { folder in
      let script = "trap '' INT TERM; sleep 600 & echo $$ >id; touch started; while :; do sleep 1; done"
      let task = Task {
        var command = Command(["sh", "-c", script], in: URL(filePath: folder))
        command.killDelay = .milliseconds(50)
        // It ends only if nothing is left that holds its output.
        command.readingDelay = .seconds(3600)
        return try await command.run()
      }
      try await cancel(task, whenThereIs: "started", in: URL(filePath: folder))
      let id = try #require(pid_t(URL(filePath: folder).appending(path: "id").text().dropLast()))
      // What there is to know of its end may be read a little later.
      while kill(id, 0) == 0 { try await Task.sleep(for: .milliseconds(10)) }
    }
  }

  @Test func `does not wait for what a program leaves behind, and returns what was printed`() async throws {
    var command = Command(["sh", "-c", "sleep 600 & echo $!"], in: folder)
    command.readingDelay = .milliseconds(50)
    let result = try await command.run()
    let left = try #require(pid_t(result.outputText.dropLast()))
    #expect(result.status == 0)
    #expect(kill(left, SIGTERM) == 0, "It still ran.")
  }

  @Test func `does not wait when it is cancelled for what a program leaves behind`() async throws {
    try await withTemporaryFolder { folder in
      let task = Task {
        let script = "sleep 600 & echo $! >id; touch started; exec sleep 600"
        var command = Command(["sh", "-c", script], in: URL(filePath: folder))
        command.killDelay = .seconds(3600)
        command.readingDelay = .milliseconds(50)
        return try await command.run()
      }
      try await cancel(task, whenThereIs: "started", in: URL(filePath: folder))
      let left = try #require(pid_t(URL(filePath: folder).appending(path: "id").text().dropLast()))
      #expect(kill(left, SIGTERM) == 0, "It still ran.")
    }
  }

  private func cancel(_ task: Task<Command.Result, any Error>, whenThereIs file: String, in folder: URL) async throws {
    let file = folder.appending(path: file)
    while !FileManager.default.fileExists(atPath: file.path) { try await Task.sleep(for: .milliseconds(10)) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
