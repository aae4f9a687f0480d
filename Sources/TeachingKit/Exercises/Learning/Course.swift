package import Foundation

/// The exercises of a clone of this package, and how far its learner has come.
package struct Course: Sendable {
  package let exercises: ExercisePackage
  package let checker: Checker
  package let progress: ProgressFile
  package let copies: WorkCopies

  /// - Throws: `FormatError` if an exercise cannot be read.
  package init(in kit: PackageFolder) throws {
    let exercises = try ExercisePackage(kit.appending("Exercises"))
    // In the package's own build folder, where the core is built already.
    let runner = TestRunner(package: exercises.folder, kit: kit.url, buildFolder: kit.appending(".build"))
    self.init(exercises, runner: runner, state: Self.state(in: kit))
  }

  /// - Parameter state: The folder for the learner's progress and copies.
  package init(_ exercises: ExercisePackage, runner: TestRunner, state: URL) {
    self.exercises = exercises
    checker = Checker(exercises, runner: runner)
    progress = Self.progress(in: state)
    copies = WorkCopies(state.appending(path: "work"))
  }

  /// The folder for the progress and the copies of whoever learns in this clone.
  package static func state(in kit: PackageFolder) -> URL {
    kit.appending(".kit")
  }

  static func progress(in state: URL) -> ProgressFile {
    ProgressFile(state.appending(path: "state.json"))
  }

  /// The exercise with this number, or the one to work on.
  ///
  /// - Throws: `NoSuchExercise`, also if all are done and none was named.
  package func exercise(_ number: Int?) throws -> Exercise {
    if let number {
      guard let exercise = exercises.exercise(number) else { throw NoSuchExercise(number: number, all: exercises) }
      return exercise
    }
    guard let current = try progress.load().progress.current(of: exercises.exercises) else {
      throw NoSuchExercise(number: nil, all: exercises)
    }
    return current
  }

  /// The exercise with this number, which is the one to work on from now on; without one, that which is already.
  ///
  /// - Throws: `NoSuchExercise`, also if all are done and none was named.
  package func choose(_ number: Int?) throws -> Exercise {
    let exercise = try exercise(number)
    if number != nil { try progress.update { $0.chosen = exercise.number } }
    return exercise
  }

  /// Checks what the learner has written, keeps a copy of all that was judged, and notes a pass.
  package func check(_ exercise: Exercise) async throws -> Verdict {
    let verdict = try await checker.check(exercise) { try copies.keep($0, of: exercise) }
    if verdict.isPass { try progress.update { $0.pass(exercise) } }
    return verdict
  }

  /// The next hint to an exercise; the last one again when all were shown.
  package func nextHint(_ exercise: Exercise) throws -> (hint: String, number: Int) {
    let hints = exercise.info.hints
    let number = try progress.update { progress in
      let number = min((progress.hints[exercise.number] ?? 0) + 1, hints.count)
      progress.hints[exercise.number] = number
      return number
    }
    return (number > 0 ? hints[number - 1] : "", number)
  }

  /// Whether the solution may be shown.
  package func access(to exercise: Exercise) throws -> SolutionAccess {
    let progress = try progress.load().progress
    if progress.isDone(exercise) { return .open }
    let left = exercise.info.hints.count - (progress.hints[exercise.number] ?? 0)
    return left > 0 ? .hintsLeft(left) : .toBeConfirmed
  }

  /// All exercises, a line each, with a sign for those done and for the one to work on.
  ///
  /// - Parameter limit: The largest number of exercises; if there are more, those around the current one, and a line
  ///   that says where the others are instead of the bar.
  package func list(for terminal: Terminal, limit: Int = .max) throws -> String {
    let progress = try progress.load().progress
    let all = exercises.exercises
    let current = progress.current(of: all)?.number
    let lines = all.window(of: limit) { $0.number == current }.map { exercise in
      let sign =
        progress.isDone(exercise) ? terminal.styled("✔", .green) : exercise.number == current ? "▸" : "·"
      let line = "\(exercise.label) \(exercise.info.title)".padded(to: min(44, max(terminal.width - 19, 12)))
      let title = exercise.number == current ? terminal.styled(line, .bold) : line
      let minutes = "\(exercise.info.minutes) min".padded(to: 7, left: true)
      return "\(sign) \(title) \(exercise.info.kind.rawValue.padded(to: 8))\(minutes)"
    }
    let left = all.filter { !progress.isDone($0) }.map(\.info.minutes).reduce(0, +)
    let sum = left == 0 ? "All are done." : "About \(left) minutes to go."
    let others = "\(all.count - lines.count) more: swift run kit list"
    let bar = lines.count < all.count ? others : terminal.bar(all.count { progress.isDone($0) }, of: all.count)
    return (lines + ["", bar, sum]).joined(separator: "\n")
  }
}

package enum SolutionAccess: Equatable, Sendable {
  /// It was passed.
  case open

  /// Not passed, but all hints are spent.
  case toBeConfirmed

  /// So many hints have not been shown.
  case hintsLeft(Int)
}

/// There is no exercise of this number, or none left to do.
package struct NoSuchExercise: Error, CustomStringConvertible {
  let number: Int?
  let range: String

  init(number: Int?, all: ExercisePackage) {
    self.number = number
    let numbers = all.exercises.map(\.number)
    range = numbers.isEmpty ? "none" : "\(numbers[0]) to \(numbers[numbers.count - 1])"
  }

  package var description: String {
    number.map { "There is no exercise \($0); there are \(range)." }
      ?? "All exercises are done. Name one to do it again, as in: swift run kit check 03"
  }
}

extension Array {
  /// So many elements, with the one that is looked for in their middle as far as there are enough around it.
  func window(of count: Int, around isLookedFor: (Element) -> Bool) -> ArraySlice<Element> {
    guard count < self.count else { return self[...] }
    let middle = firstIndex(where: isLookedFor) ?? 0
    let start = Swift.min(Swift.max(middle - count / 2, 0), self.count - count)
    return self[start..<(start + count)]
  }
}
