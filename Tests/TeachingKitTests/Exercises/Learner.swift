import Foundation
import TeachingKit
import Testing

/// Somebody at a terminal in which `kit learn` runs, with programs in place of the toolchain's.
struct Learner {
  let copy: ExercisesCopy
  let tools: StandInTools
  let kit: Process
  private let terminal: PseudoTerminal

  init(in copy: ExercisesCopy, columns: UInt16, lines: UInt16) throws {
    self.copy = copy
    tools = try copy.standInTools()
    terminal = try PseudoTerminal(columns: columns, lines: lines)
    kit = try terminal.start([kitProduct, "learn"], in: copy.folder, environment: tools.environment)
  }

  var screen: String { terminal.screen }

  /// Waits until texts are on the screen, in this order.
  func screen(with texts: String...) async throws -> String { try await terminal.screen(with: texts) }

  func type(_ keys: String) { terminal.type(keys) }

  /// Saves the solution of an exercise.
  func solve(_ number: Int) throws {
    let exercise = try #require(ExercisePackage(copy.exercises).exercise(number))
    try copy.set(Solution(of: exercise).solved, for: exercise)
  }
}

/// Lends a learner whose first check has just ended.
///
/// - Parameters:
///   - passed: The exercises passed before.
///   - state: What is in the file of progress, if it is not that.
func withLearner(
  columns: UInt16 = 80, lines: UInt16 = 40, passed: [Int] = [], state: String? = nil,
  _ body: (Learner) async throws -> Void
) async throws {
  try await withCopyOfExercises { copy in
    let exercises = try ExercisePackage(copy.exercises).exercises
    try copy.progress.update { progress in
      for exercise in exercises where passed.contains(exercise.number) { progress.pass(exercise) }
    }
    if let state { try copy.progress.url.writeIfChanged(state) }
    let learner = try Learner(in: copy, columns: columns, lines: lines)
    defer { if learner.kit.isRunning { learner.kit.terminate() } }
    _ = try await learner.screen(with: "✗ 0")
    try await body(learner)
  }
}
