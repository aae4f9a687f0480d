package import Foundation

/// Builds exercises and runs their tests, by `swift test`.
package struct TestRunner: Sendable {
  package enum Outcome: Sendable {
    /// The tests ran, and `swift test` ended with this status: 0 if it has nothing to complain of.
    case ran(TestReport, status: Int32)

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

  /// How long a test may run on while no other begins or ends; an exercise's take no second.
  package let limit: Duration

  /// Whether a warning is an error.
  package let refusesWarnings: Bool

  package init(
    package: URL, kit: URL, buildFolder: URL, limit: Duration = .seconds(30), refusesWarnings: Bool = false
  ) {
    self.package = package
    self.kit = kit
    self.buildFolder = buildFolder
    self.limit = limit
    self.refusesWarnings = refusesWarnings
  }

  /// - Parameter exercise: The only one that the manifest is to declare; all, unless given.
  package func test(only exercise: Exercise? = nil) async throws -> Outcome {
    let stream = FileManager.default.temporaryDirectory.appending(path: "kit-\(UUID().uuidString).jsonl")
    defer { try? FileManager.default.removeItem(at: stream) }
    let command = swift(
      "test", ["--disable-xctest", "--event-stream-output-path", stream.path, "--event-stream-version", "0"], exercise)
    let lock = try await turn()
    defer { withExtendedLifetime(lock) {} }
    let result = try await run(command, watching: stream)
    let events = (try? Data(contentsOf: stream)) ?? Data()
    let report = TestReport(stream: events)
    guard let result else { return .ranTooLong(report) }
    guard !events.isEmpty else { return .didNotBuild(result.errorText + result.outputText) }
    return .ran(report, status: result.status)
  }

  /// Builds without running anything.
  ///
  /// - Returns: What the build printed if it failed.
  package func build(only exercise: Exercise? = nil) async throws -> String? {
    let lock = try await turn()
    defer { withExtendedLifetime(lock) {} }
    let result = try await swift("build", ["--build-tests"], exercise).run()
    return result.status == 0 ? nil : result.errorText + result.outputText
  }

  /// Waits until nobody else builds exercises here, and sees to it that what will be built is what is in the files.
  ///
  /// SwiftPM lets go of its own lock before the tests run, and another could then put other tests in their place.
  private func turn() async throws -> FileLock {
    let lock = try await FileLock(awaiting: buildFolder.appending(path: "kit.lock"))
    try forgetTimes()
    return lock
  }

  /// Takes away what the compiler noted of the files that it read last.
  ///
  /// On Linux it looks at the time of change in whole seconds, and does not compile what was saved twice within one,
  /// even if it was compiled between. Without its notes it compiles all files of a module; the build system, which
  /// knows fractions of seconds, goes on leaving alone modules in which nothing was changed.
  private func forgetTimes() throws {
    let built = buildFolder.appending(path: "debug")
    for name in (try? FileManager.default.contentsOfDirectory(atPath: built.path)) ?? []
    where name.hasPrefix("Exercise") && name.hasSuffix(".build") {
      let module = built.appending(path: name)
      for file in try FileManager.default.contentsOfDirectory(atPath: module.path) where file.hasSuffix(".priors") {
        try FileManager.default.removeItem(at: module.appending(path: file))
      }
    }
  }

  private func swift(_ subcommand: String, _ options: [String], _ exercise: Exercise?) -> Command {
    var command = Command(
      ["swift", subcommand, "--quiet", "--package-path", package.path, "--scratch-path", buildFolder.path] + options,
      in: package,
      environment: [
        "EXERCISE": exercise?.label, "EVENTSOURCING_KIT": kit.path, "NO_COLOR": "1",
        "EXERCISE_WARNINGS": refusesWarnings ? "errors" : nil,
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
        try await awaitStandstill(of: stream)
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
  }

  /// Returns once nothing has been added to the stream for as long as a test may take.
  ///
  /// Where no test is on the way, it is the machine that is slow, in starting or in ending the program: it gets more.
  private func awaitStandstill(of stream: URL) async throws {
    var (length, since) = (0, ContinuousClock.now)
    while true {
      try await Task.sleep(for: .milliseconds(200))
      let events = (try? Data(contentsOf: stream)) ?? Data()
      if events.count != length { (length, since) = (events.count, .now) }
      let silence = since.duration(to: .now)
      guard silence >= limit else { continue }
      if silence >= limit * 10 || !TestReport(stream: events).unfinished.isEmpty { return }
    }
  }
}
