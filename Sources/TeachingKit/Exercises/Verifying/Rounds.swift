package import Foundation

/// Builds the exercises in all their variants: as shipped, with each wrong answer, and solved.
///
/// Each round has the next wrong answer to every exercise, so that all are tried in a few builds. Solved they are one
/// by one, while no other compiles: so learners check them, too.
package struct Rounds {
  private let variant: Variant
  private let runner: TestRunner

  // For what is shipped, which has no warnings. A wrong answer may have some.
  private let strictRunner: TestRunner
  private let solutions: [Int: Solution]
  private let say: (String) -> Void
  package private(set) var findings = Findings()
  package private(set) var scores: [Int: Score] = [:]

  /// How long it took from saving an exercise to its verdict, where that was tried.
  package private(set) var waits: [Duration] = []

  /// - Parameters:
  ///   - folder: Where the copy of the package is made.
  ///   - say: Is told what is done.
  package init(
    of exercises: ExercisePackage, _ solutions: [Int: Solution], in folder: URL, kit: URL, buildFolder: URL,
    say: @escaping (String) -> Void
  ) {
    variant = Variant(original: exercises, folder: folder)
    runner = TestRunner(package: folder, kit: kit, buildFolder: buildFolder, limit: .seconds(60))
    strictRunner = TestRunner(
      package: folder, kit: kit, buildFolder: buildFolder, limit: .seconds(60), refusesWarnings: true)
    self.solutions = solutions
    self.say = say
    for (number, solution) in solutions {
      scores[number] = Score(mutants: solution.mutants.count, distinct: solution.distinctMutants)
    }
  }

  private var exercises: [Exercise] { variant.original.exercises.filter { solutions[$0.number] != nil } }

  package mutating func run() async throws {
    try variant.prepare(for: exercises)
    try await asShipped()
    let count = solutions.values.map { $0.mutantsForRounds.count }.max() ?? 0
    for round in 0..<count { try await mutants(round, of: count) }
    try await alone()
  }

  private mutating func asShipped() async throws {
    say("as shipped")
    let reports = try await round("as shipped", strictRunner) { $1.stubs }
    for exercise in exercises {
      guard let report = reports[exercise.number], let solution = solutions[exercise.number] else { continue }
      let failing = Set(report.failing.map(\.name))
      if let asShipped = solution.asShipped {
        guard asShipped.fails == .tests(failing) else {
          findings.add(exercise, "as shipped, these tests fail: \(failing.listed)")
          continue
        }
      } else if let other = report.failing.first(where: { $0.issues.allSatisfy { $0.todo == nil } }) {
        findings.add(exercise, "as shipped, “\(other.name)” fails for another reason than a TODO")
        continue
      }
      if failing.isEmpty { findings.add(exercise, "as shipped, no test fails") }
      scores[exercise.number]?.isRedAsShipped = !failing.isEmpty
    }
  }

  private mutating func isGreen(_ report: TestReport, status: Int32, _ exercise: Exercise) -> Bool {
    let before = findings.all.count
    if !report.isComplete { findings.add(exercise, "solved, it crashes") }
    if report.tests.count != exercise.info.tests {
      findings.add(exercise, "solved, \(report.tests.count) tests ran, and \(exercise.info.tests) are declared")
    }
    if !report.skipped.isEmpty { findings.add(exercise, "solved, tests were skipped") }
    if let test = report.failing.first, let issue = test.issues.first {
      findings.add(exercise, "solved, “\(test.name)” fails: \(issue.message)")
    } else if let issue = report.issuesOfNoTest.first {
      findings.add(exercise, "solved, something fails outside any test: \(issue.message)")
    } else if report.isComplete, status != 0 {
      findings.add(exercise, "solved, no test fails, and the run ends with status \(status)")
    }
    return findings.all.count == before
  }

  private mutating func mutants(_ number: Int, of count: Int) async throws {
    let name = "wrong answers, round \(number + 1) of \(count)"
    say(name)
    let reports = try await round(name, runner) { _, solution in
      // Where there are no more, the last stays, and nothing is built.
      (solution.mutantsForRounds.dropFirst(number).first ?? solution.mutantsForRounds.last).map(solution.mutated)
        ?? solution.solved
    }
    for exercise in exercises {
      guard let report = reports[exercise.number],
        let mutant = solutions[exercise.number]?.mutantsForRounds.dropFirst(number).first
      else { continue }
      let failing = Set(report.failing.map(\.name))
      if mutant.fails == .tests(failing) {
        scores[exercise.number]?.rejected += 1
      } else {
        findings.add(exercise, "mutant “\(mutant.slug)”: these tests fail: \(failing.listed)")
      }
    }
  }

  /// One exercise at a time, while no other compiles: each solved, and with the answers that do not compile either.
  private mutating func alone() async throws {
    for exercise in exercises { try variant.set(Variant.broken, for: exercise) }
    for exercise in exercises {
      guard let solution = solutions[exercise.number] else { continue }
      say("\(exercise.label) alone")
      try variant.set(solution.solved, for: exercise)
      switch try await strictRunner.test(only: exercise) {
      case .ran(let report, let status):
        let isGreen = isGreen(report.of(exercise), status: status, exercise)
        scores[exercise.number]?.isGreenWhenSolved = isGreen
        scores[exercise.number]?.checksAlone = isGreen
        if exercise.number % 4 == 3, let wait = try await wait(exercise, solution) { waits.append(wait) }
      case .didNotBuild(let output):
        let reason = CompilerError.all(in: output).first?.message ?? String(output.suffix(1000))
        findings.add(exercise, "solved, it cannot be built while the others do not compile: \(reason)")
      case .ranTooLong: findings.add(exercise, "solved, it does not come to an end")
      }
      for mutant in solution.mutants {
        guard case .compiler(let words) = mutant.fails else { continue }
        try variant.set(solution.mutated(by: mutant), for: exercise)
        let output = try await runner.build(only: exercise)
        let errors = CompilerError.all(in: output ?? "").map(\.message)
        if errors.contains(where: { $0.contains(words) }) {
          scores[exercise.number]?.rejected += 1
        } else {
          findings.add(
            exercise,
            "mutant “\(mutant.slug)”: "
              + (output == nil
                ? "it compiles" : "the compiler says: \(errors.first ?? output?.suffix(500).description ?? "")"))
        }
      }
      try variant.set(Variant.broken, for: exercise)
    }
  }

  /// Saves an exercise that was just checked, with something new in it, and checks it again.
  ///
  /// - Returns: How long that took; `nil` if it is not green, as what breaks off at once would count as fast.
  private mutating func wait(_ exercise: Exercise, _ solution: Solution) async throws -> Duration? {
    let start = ContinuousClock.now
    try variant.set(solution.solved.mapValues { $0 + "\nprivate enum Saved {}\n" }, for: exercise)
    let outcome = try await strictRunner.test(only: exercise)
    let duration = ContinuousClock.now - start
    guard case .ran(let report, let status) = outcome else {
      findings.add(exercise, "solved and saved again, it is not built and run to its end")
      return nil
    }
    return isGreen(report.of(exercise), status: status, exercise) ? duration : nil
  }

  /// Builds and runs all exercises at once.
  ///
  /// Those that do not compile, crash or hang are told, and the round is repeated with them solved.
  ///
  /// - Returns: What happened, by exercise, without those.
  private mutating func round(
    _ name: String, _ runner: TestRunner, _ files: (Exercise, Solution) -> [String: String]
  ) async throws -> [Int: TestReport] {
    var out: Set<Int> = []
    while true {
      for exercise in exercises {
        guard let solution = solutions[exercise.number] else { continue }
        try variant.set(out.contains(exercise.number) ? solution.solved : files(exercise, solution), for: exercise)
      }
      let outcome = try await runner.test()
      let culprits = self.culprits(outcome)
      guard !culprits.isEmpty else {
        if let problem = problem(outcome) { findings.add("\(name): \(problem)") }
        guard case .ran(let report, _) = outcome, report.isComplete else { return [:] }
        return exercises.reduce(into: [:]) { reports, exercise in
          if !out.contains(exercise.number) { reports[exercise.number] = report.of(exercise) }
        }
      }
      for (exercise, problem) in culprits { findings.add(exercise, problem) }
      let numbers = Set(culprits.map(\.0.number))
      // One that fails solved too would be tried for ever.
      guard numbers.isDisjoint(with: out) else { return [:] }
      out.formUnion(numbers)
    }
  }

  /// What is wrong with a run as a whole, and no exercise's to answer for.
  private func problem(_ outcome: TestRunner.Outcome) -> String? {
    switch outcome {
    case .didNotBuild(let output): "the build fails: \(output.suffix(2000))"
    case .ranTooLong: "the run does not end, while no test is under way"
    case .ran(let report, let status):
      if !report.isComplete {
        "the run breaks off, while no test is under way"
      } else if let issue = report.issuesOfNoTest.first {
        "something fails outside any test: \(issue.message) (\(issue.file):\(issue.line))"
      } else if status != 0, report.failing.isEmpty {
        "no test fails, and the run ends with status \(status)"
      } else {
        nil
      }
    }
  }

  private func culprits(_ outcome: TestRunner.Outcome) -> [(Exercise, String)] {
    switch outcome {
    case .didNotBuild(let output):
      let errors = CompilerError.all(in: output)
      return exercises.compactMap { exercise in
        errors.first { $0.file.contains("/\(exercise.path)/") }.map { (exercise, "it does not compile: \($0.message)") }
      }
    case .ranTooLong(let report): return unfinished(report, "it does not end")
    case .ran(let report, _): return report.isComplete ? [] : unfinished(report, "it crashes, perhaps")
    }
  }

  private func unfinished(_ report: TestReport, _ problem: String) -> [(Exercise, String)] {
    exercises.compactMap { exercise in
      report.of(exercise).unfinished.first.map { (exercise, "\(problem), in “\($0.name)”") }
    }
  }
}

extension Solution {
  /// Those that compile, and so can be tried together with other exercises.
  fileprivate var mutantsForRounds: [Mutant] {
    mutants.filter { if case .tests = $0.fails { true } else { false } }
  }

  /// How many fail like no other.
  fileprivate var distinctMutants: Int {
    mutants.count { mutants(failing: $0.fails).count == 1 }
  }
}

extension Set<String> {
  fileprivate var listed: String { isEmpty ? "none" : sorted().joined(separator: " · ") }
}
