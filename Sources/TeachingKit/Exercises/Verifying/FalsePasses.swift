package import Foundation

/// Tries every false pass on a copy of an exercise, by the check that learners get.
package struct FalsePasses {
  /// One that was tried, and what was said to it.
  package struct Attempt: Sendable {
    package let falsePass: FalsePass
    package let exercise: Exercise
    package let verdict: Verdict
    package let isRefused: Bool

    package init(falsePass: FalsePass, exercise: Exercise, verdict: Verdict, isRefused: Bool) {
      self.falsePass = falsePass
      self.exercise = exercise
      self.verdict = verdict
      self.isRefused = isRefused
    }

    /// What is said to whoever tries it.
    package var reason: String { VerdictText(exercise, for: .plain).reason(verdict) }
  }

  private let exercises: [Exercise]
  private let variant: Variant
  private let runner: TestRunner
  private let say: (String) -> Void
  package private(set) var attempts: [Attempt] = []
  package private(set) var findings = Findings()

  /// - Parameters:
  ///   - exercises: Those to choose from; their files must be in order.
  ///   - folder: Where the copy of their package is made.
  ///   - say: Is told what is done.
  package init(
    of package: ExercisePackage, _ exercises: [Exercise], in folder: URL, kit: URL, buildFolder: URL,
    say: @escaping (String) -> Void
  ) {
    self.exercises = exercises
    variant = Variant(original: package, folder: folder)
    runner = TestRunner(package: folder, kit: kit, buildFolder: buildFolder)
    self.say = say
  }

  package mutating func run() async throws {
    for falsePass in FalsePass.allCases {
      say("false pass: \(falsePass.rawValue)")
      guard let attempt = try await attempt(falsePass) else {
        findings.add("false pass “\(falsePass.rawValue)”: there is no exercise to try it on")
        continue
      }
      attempts.append(attempt)
      if !attempt.isRefused {
        let problem = attempt.verdict.isPass ? "it passes" : "it is refused, but not for what it is: \(attempt.reason)"
        findings.add(attempt.exercise, "false pass “\(falsePass.rawValue)”: \(problem)")
      }
    }
  }

  /// Tries one on the first exercise that it can be tried on; `nil` if there is none.
  package func attempt(_ falsePass: FalsePass) async throws -> Attempt? {
    guard let forgery = try falsePass.forgery(of: exercises) else { return nil }
    let verdict = try await verdict(on: forgery)
    return Attempt(
      falsePass: falsePass, exercise: forgery.exercise, verdict: verdict,
      isRefused: falsePass.isRefused(by: verdict, forgery))
  }

  private func verdict(on forgery: Forgery) async throws -> Verdict {
    // All that an earlier one has changed is put back.
    try variant.prepare(for: exercises)
    let package = ExercisePackage(exercises, copiedTo: variant.folder)
    let copy = forgery.exercise.copied(to: variant.folder)
    try copy.sources.makeFiles(forgery.sources)
    try copy.tests.makeFiles(forgery.tests)
    for (path, text) in forgery.support { try package.folder.appending(path: path).writeIfChanged(text) }
    if forgery.hasFittingChecksums {
      try package.folder.appending(path: Checksums.file).writeIfChanged(Checksums(ofFilesIn: package).text())
    }
    return try await Checker(package, runner: runner).check(copy)
  }
}
