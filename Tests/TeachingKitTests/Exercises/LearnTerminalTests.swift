import Foundation
import TeachingKit
import Testing

/// `kit learn` as a person uses it: in a terminal, by keys and by saving a file.
@Suite("Learning in a terminal", .serialized, .timeLimit(.minutes(10)))
struct LearnTerminalTests {
  private let copy: ExercisesCopy
  private let exercises: ExercisePackage

  init() throws {
    let kit = try PackageFolder(above: URL(filePath: #filePath).deletingLastPathComponent())
    // Kept for the next run, so that the core is built once.
    let folder = kit.appending(".build/learn-tests")
    try? FileManager.default.removeItem(at: folder.appending(path: ".kit"))
    copy = try ExercisesCopy(in: folder)
    exercises = try ExercisePackage(copy.exercises)
  }

  @Test func `goes from the first red test over a hint to green, and on to the next exercise`() async throws {
    let terminal = try PseudoTerminal()
    let kit = try terminal.start([kitProduct, "learn"], in: copy.folder)
    defer { if kit.isRunning { kit.terminate() } }
    var screen = try await terminal.screen(with: "Still to do:")
    #expect(screen.contains("01 A new event"))
    #expect(screen.contains("0/3"))
    #expect(screen.fits(80), "\(screen)")

    terminal.type("h")
    screen = try await terminal.screen(with: "Hint 1 of 3")

    let exercise = try #require(exercises.exercise(1))
    try copy.set(Solution(of: exercise).solved, for: exercise)
    screen = try await terminal.screen(with: "passed, by 6 tests")
    #expect(screen.contains("1/3"))
    #expect(terminal.rawScreen.contains("\u{1B}[32m"), "A pass is green.")

    terminal.type("n")
    screen = try await terminal.screen(with: "02 A renamed case: ")
    #expect(screen.contains("✗"))

    terminal.type("l")
    screen = try await terminal.screen(with: "to go.")
    #expect(screen.contains("✔ 01 A new event"))
    #expect(screen.contains("▸ 02 A renamed case"))

    terminal.type("r")
    screen = try await terminal.screen(with: "02 A renamed case: ")

    terminal.type("q")
    kit.waitUntilExit()
    #expect(kit.terminationStatus == 0)
    #expect(terminal.settings == ["lines", "echo", "signals", "stop"])
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
  func `leaves the terminal as it was when a signal ends it`(signal: Int32) async throws {
    let terminal = try PseudoTerminal()
    let kit = try terminal.start([kitProduct, "learn"], in: copy.folder)
    defer { if kit.isRunning { kit.terminate() } }
    _ = try await terminal.screen(with: "quit")
    #expect(
      terminal.settings == ["signals"], "It gets single keys, is stopped by none, and Ctrl-C is a signal all the same.")
    kill(kit.processIdentifier, signal)
    kit.waitUntilExit()
    #expect(kit.terminationStatus == 128 + signal)
    #expect(terminal.settings == ["lines", "echo", "signals", "stop"])
  }

  @Test func `cuts the end of what a low terminal has no room for, and draws anew when it grows`() async throws {
    let terminal = try PseudoTerminal(lines: 14)
    let kit = try terminal.start([kitProduct, "learn"], in: copy.folder)
    defer { if kit.isRunning { kit.terminate() } }
    var screen = try await terminal.screen(with: "Still to do:")
    terminal.type("l")
    screen = try await terminal.screen(with: "… cut here")
    #expect(screen.split(separator: "\n", omittingEmptySubsequences: false).count <= 14, "\(screen)")
    #expect(screen.hasPrefix("["), "The progress bar is at the top.")
    terminal.resize(columns: 80, lines: 40)
    screen = try await terminal.screen(with: "to go.")
    terminal.type("q")
    kit.waitUntilExit()
  }

  @Test func `is plain where NO_COLOR is set, and fits a narrow terminal`() async throws {
    let terminal = try PseudoTerminal(columns: 60, lines: 50)
    let kit = try terminal.start([kitProduct, "learn"], in: copy.folder, environment: ["NO_COLOR": "1"])
    defer { if kit.isRunning { kit.terminate() } }
    var screen = try await terminal.screen(with: "Still to do:")
    #expect(screen.fits(60), "\(screen)")
    terminal.type("l")
    screen = try await terminal.screen(with: "to go.")
    #expect(screen.fits(60), "\(screen)")
    #expect(!terminal.rawScreen.contains("\u{1B}["))
    terminal.type("q")
    kit.waitUntilExit()
  }
}

extension String {
  /// Whether it is no wider than so many columns, but for paths, which are not to be broken.
  fileprivate func fits(_ columns: Int) -> Bool {
    split(separator: "\n").allSatisfy { $0.count <= columns || !$0.contains(" ") || $0.hasPrefix("  Exercises/") }
  }
}
