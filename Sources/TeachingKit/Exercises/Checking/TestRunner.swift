package import Foundation

/// Builds exercises and runs their tests, by `swift test`.
package struct TestRunner: Sendable {
  package enum Outcome: Sendable {
    case ran(TestReport)

    /// What the build printed.
    case didNotBuild(String)

    /// The tests ran for longer than they may; the report tells how far they came.
    case ranTooLong(TestReport)
  }

  /// The folder of the package of exercises.
  package let package: URL

  /// The folder of the package that they are about.
  package let kit: URL

  /// Where to build; best in the package's own build folder, where the core is built already.
  package let buildFolder: URL

  /// How long the tests may run once they have begun; an exercise's take no second.
  package let limit: Duration

  package init(package: URL, kit: URL, buildFolder: URL, limit: Duration = .seconds(30)) {
    self.package = package
    self.kit = kit
    self.buildFolder = buildFolder
    self.limit = limit
  }

  /// - Parameter exercise: The only one that the manifest is to declare; all, unless given.
  package func test(only exercise: Exercise? = nil) async throws -> Outcome {
    let stream = FileManager.default.temporaryDirectory.appending(path: "kit-\(UUID().uuidString).jsonl")
    defer { try? FileManager.default.removeItem(at: stream) }
    let command = swift(
      "test", ["--disable-xctest", "--event-stream-output-path", stream.path, "--event-stream-version", "0"], exercise)
    let result = try await run(command, watching: stream)
    let events = (try? Data(contentsOf: stream)) ?? Data()
    let report = TestReport(stream: events)
    guard let result else { return .ranTooLong(report) }
    guard !events.isEmpty else { return .didNotBuild(result.errorText + result.outputText) }
    return .ran(report)
  }

  /// Builds without running anything.
  ///
  /// - Returns: What the build printed if it failed.
  package func build(only exercise: Exercise? = nil) async throws -> String? {
    let result = try await swift("build", ["--build-tests"], exercise).run()
    return result.status == 0 ? nil : result.errorText + result.outputText
  }

  private func swift(_ subcommand: String, _ options: [String], _ exercise: Exercise?) -> Command {
    var command = Command(
      ["swift", subcommand, "--quiet", "--package-path", package.path, "--scratch-path", buildFolder.path] + options,
      in: package,
      environment: [
        "EXERCISE": exercise?.label, "EVENTSOURCING_KIT": kit.path, "NO_COLOR": "1",
        // After a crash it takes seconds, and tells a learner nothing that the name of the test does not.
        "SWIFT_BACKTRACE": "enable=no",
      ])
    // By SIGTERM it would end alone, and leave behind tests that run for ever.
    command.stopSignal = SIGINT
    return command
  }

  /// `nil` if it was stopped because its tests ran too long.
  private func run(_ command: Command, watching stream: URL) async throws -> Command.Result? {
    try await withThrowingTaskGroup(of: Command.Result?.self) { group in
      group.addTask { try await command.run() }
      group.addTask {
        // The build takes what it takes: time counts from the first test on.
        while !FileManager.default.fileExists(atPath: stream.path) { try await Task.sleep(for: .milliseconds(200)) }
        try await Task.sleep(for: limit)
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
  }
}
