package import Foundation

/// A process of its own, started from a product of this package, and read line by line.
///
/// Make one by `withChild`, which sees to it that it ends.
package final class ChildProcess: Sendable {
  /// How a process ended.
  package enum Ending: Equatable, Sendable {
    /// By itself, with this status.
    case exited(Int32)

    /// By this signal.
    case signalled(Int32)
  }

  private let process: Process
  private let input = Pipe()
  private let output = Pipe()
  private let lines: AsyncStream<String>
  private let ending: Task<Ending, Never>

  fileprivate init(
    _ product: String, _ arguments: [String], environment: [String: String], folder: String?, errors: Pipe?
  ) throws {
    let process = Process()
    process.executableURL =
      product.hasPrefix("/") ? URL(filePath: product) : Self.folderOfProducts.appending(path: product)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = URL(filePath: folder) }
    process.standardInput = input
    process.standardOutput = output
    if let errors { process.standardError = errors }
    let (endings, gotEnding) = AsyncStream.makeStream(of: Ending.self)
    process.terminationHandler = { process in
      let status = process.terminationStatus
      gotEnding.yield(process.terminationReason == .exit ? .exited(status) : .signalled(status))
      gotEnding.finish()
    }
    try process.run()
    self.process = process
    lines = output.fileHandleForReading.lines()
    ending = Task { await endings.first { _ in true } ?? .exited(-1) }
  }

  /// The next line of its output; `nil` when there is no more to come.
  package func nextLine() async -> String? {
    await lines.first { _ in true }
  }

  /// Writes a line to its standard input.
  package func writeLine(_ line: String) {
    try? input.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8))
  }

  /// Closes its standard input, which some take as the sign to end.
  package func closeInput() {
    try? input.fileHandleForWriting.close()
  }

  /// Kills it (SIGKILL), unless it has ended.
  package func kill() {
    guard process.isRunning else { return }
    Foundation.kill(process.processIdentifier, SIGKILL)
  }

  /// Stops it where it is (SIGSTOP); it does nothing more until it is killed, or goes on.
  package func stop() {
    guard process.isRunning else { return }
    Foundation.kill(process.processIdentifier, SIGSTOP)
  }

  /// Lets it go on where it was stopped (SIGCONT).
  package func goOn() {
    guard process.isRunning else { return }
    Foundation.kill(process.processIdentifier, SIGCONT)
  }

  /// Waits until it has ended.
  package func ended() async -> Ending {
    await ending.value
  }

  /// Where the build puts executables: beside the tests.
  private static var folderOfProducts: URL {
    let tests = Bundle.allBundles.first { $0.bundleURL.pathExtension == "xctest" }
    return tests?.bundleURL.deletingLastPathComponent() ?? Bundle.main.bundleURL
  }
}

/// Starts a product of this package, or a program at a path, as a child process, and lends it to the body.
///
/// The child has ended when this returns or throws: it is killed if need be, and also at the deadline, so that a
/// child that hangs makes a test fail and not hang. What it writes to standard error goes to the tests' own, or to the
/// pipe if there is one. Its environment is that of the tests, with these values before all others. It works in
/// the folder, if one is given.
package func withChild<Value>(
  _ product: String, _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil,
  deadline: DispatchTimeInterval = .seconds(60), errors: Pipe? = nil, _ body: (ChildProcess) async throws -> Value
) async throws -> Value {
  let child = try ChildProcess(product, arguments, environment: environment, folder: folder, errors: errors)
  DispatchQueue.global().asyncAfter(deadline: .now() + deadline) { [weak child] in child?.kill() }
  let outcome: Result<Value, any Error>
  do {
    outcome = .success(try await body(child))
  } catch {
    outcome = .failure(error)
  }
  child.closeInput()
  child.kill()
  _ = await child.ended()
  return try outcome.get()
}

/// Runs a product of this package to its end.
///
/// - Returns: How it ended, and the lines it wrote to its standard output and to its standard error.
package func run(
  _ product: String, _ arguments: [String], environment: [String: String] = [:],
  deadline: DispatchTimeInterval = .seconds(60)
) async throws -> (ending: ChildProcess.Ending, output: [String], errors: [String]) {
  let errors = Pipe()
  return try await withChild(
    product, arguments, environment: environment, deadline: deadline, errors: errors
  ) { child in
    let errorLines = errors.fileHandleForReading.lines()
    child.closeInput()
    var output: [String] = []
    while let line = await child.nextLine() { output.append(line) }
    let ending = await child.ended()
    try errors.fileHandleForWriting.close()
    return (ending, output, await errorLines.reduce(into: []) { $0.append($1) })
  }
}
