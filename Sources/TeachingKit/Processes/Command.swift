package import Foundation

/// A program to be run to its end, with what it printed.
package struct Command: Sendable {
  package struct Result: Sendable {
    /// What it exited with; 128 and the signal's number, as shells have it, if a signal ended it.
    package let status: Int32
    package let output: Data
    package let errors: Data

    package var outputText: String { String(decoding: output, as: UTF8.self) }
    package var errorText: String { String(decoding: errors, as: UTF8.self) }
  }

  package var arguments: [String]
  package var folder: URL

  /// Set in its environment, or taken out of it where `nil`, beside what this process has.
  package var environment: [String: String?]

  /// What ends it if the task is cancelled: `SIGINT` for one that is to end its own children too, as `swift test` does.
  package var stopSignal = SIGTERM

  /// How long after that signal it is killed, if it goes on all the same.
  package var killDelay = Duration.seconds(5)

  /// How long after its end its output is read, while something that it has started could still write to it.
  package var readingDelay = Duration.seconds(2)

  /// - Parameter arguments: The program's name or path first; a name is looked up on the `PATH`.
  package init(_ arguments: [String], in folder: URL, environment: [String: String?] = [:]) {
    self.arguments = arguments
    self.folder = folder
    self.environment = environment
  }

  /// Runs it without input, and returns when it has ended and its output is read.
  ///
  /// The program is ended if the task is cancelled, by force if need be. What it has started and left behind is not
  /// waited for.
  ///
  /// - Throws: What Foundation throws if it cannot be started, or `CancellationError`.
  package func run() async throws -> Result {
    try Task.checkCancellation()
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = environment.reduce(into: ProcessInfo.processInfo.environment) { $0[$1.key] = $1.value }
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    let (endings, gotEnding) = AsyncStream.makeStream(of: Int32.self)
    process.terminationHandler = { process in
      let isSignal = process.terminationReason == .uncaughtSignal
      gotEnding.yield((isSignal ? 128 : 0) + process.terminationStatus)
      gotEnding.finish()
    }
    try Self.withoutBlockedSignals { try process.run() }
    let program = RunningProgram(process.processIdentifier)
    #if canImport(Glibc)
      program.awaitEnd {
        gotEnding.yield($0)
        gotEnding.finish()
      }
    #endif
    // A task of its own: it is awaited to its end although this one is cancelled.
    let ending = Task {
      let status = await endings.first { _ in true } ?? -1
      program.end()
      return status
    }
    return try await withTaskCancellationHandler {
      let readers = (output: PipeReader(output.fileHandleForReading), errors: PipeReader(errors.fileHandleForReading))
      // Both at once: a program that fills one pipe waits until somebody reads it.
      async let outputData = readers.output.read()
      async let errorData = readers.errors.read()
      let status = await ending.value
      let stop = Task {
        try await Task.sleep(for: readingDelay)
        readers.output.stop()
        readers.errors.stop()
      }
      defer { stop.cancel() }
      let result = try await Result(status: status, output: outputData, errors: errorData)
      try Task.checkCancellation()
      return result
    } onCancel: {
      program.send(stopSignal)
      Task {
        try? await Task.sleep(for: killDelay)
        program.killWithChildren()
      }
    }
  }

  /// A program begins with the signals blocked that are blocked where it is started, and on the threads of Swift's
  /// concurrency those are nearly all: it could not be ended by any but `SIGKILL`.
  private static func withoutBlockedSignals(_ start: () throws -> Void) rethrows {
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try start()
  }
}
