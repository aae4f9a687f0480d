import Foundation

/// A way to look as if an exercise were solved, which no check may fall for.
package enum FalsePass: String, CaseIterable, Sendable {
  case skippedTests = "Skipped tests"
  case noTests = "No tests"
  case commentedOutBody = "Commented-out body"
  case editedTestFile = "Edited test file"
  case editedSupportFile = "Edited support file"
  case constantReturn = "Constant return"

  /// The files of the first exercise that it can be tried on; `nil` if there is none.
  package func forgery(of exercises: [Exercise]) throws -> Forgery? {
    for exercise in exercises {
      if let forgery = try forgery(of: exercise, Solution(of: exercise)) { return forgery }
    }
    return nil
  }

  private func forgery(of exercise: Exercise, _ solution: Solution) throws -> Forgery? {
    var forgery = Forgery(exercise: exercise, sources: solution.solved, tests: try exercise.tests.texts())
    switch self {
    case .skippedTests, .editedTestFile:
      guard let file = forgery.tests.sorted(by: { $0.key < $1.key }).first(where: { $0.value.contains("@Test ") })
      else { return nil }
      forgery.tests[file.key] = file.value.replacing("@Test ", with: "@Test(.disabled()) ", maxReplacements: 1)
      forgery.hasFittingChecksums = self == .skippedTests
    case .editedSupportFile:
      let shared = exercise.package.appending(path: "Sources")
      guard let path = shared.filesBelow(withExtension: "swift").first else { return nil }
      forgery.support = ["Sources/\(path)": try shared.appending(path: path).text() + "// Not the same any more.\n"]
    case .noTests:
      forgery.tests = forgery.tests.mapValues { _ in "import Testing\n" }
      forgery.hasFittingChecksums = true
    case .commentedOutBody:
      guard let mutant = solution.ownMutant(where: { $0.allSatisfy(\.isWhitespace) && $1.isInFunction }) else {
        return nil
      }
      forgery.sources = solution.commentedOut(like: mutant)
      forgery.sentence = mutant.says
    case .constantReturn:
      guard let mutant = solution.ownMutant(where: { $0.isConstant && $1.isInFunction }) else { return nil }
      forgery.sources = solution.mutated(by: mutant)
      forgery.sentence = mutant.says
    }
    return forgery
  }

  /// Whether a verdict refuses it for what it is, and for nothing else.
  package func isRefused(by verdict: Verdict, _ forgery: Forgery) -> Bool {
    switch (self, verdict) {
    case (.skippedTests, .refused(let refusals)):
      if case .skipped = refusals.first { refusals.count == 1 } else { false }
    case (.noTests, .refused(let refusals)):
      refusals == [.wrongNumberOfTests(ran: 0, declared: forgery.exercise.info.tests)]
    case (.editedTestFile, .refused(let refusals)):
      if case .testFilesChanged = refusals.first { refusals.count == 1 } else { false }
    case (.editedSupportFile, .refused(let refusals)):
      refusals == [.supportFilesChanged(forgery.support.keys.sorted())]
    case (.commentedOutBody, .failed(let failure)), (.constantReturn, .failed(let failure)):
      failure.says == forgery.sentence
    default: false
    }
  }
}

/// An exercise's files, by path, as somebody leaves them who has not solved it.
package struct Forgery: Sendable {
  package let exercise: Exercise
  package fileprivate(set) var sources: [String: String]
  package fileprivate(set) var tests: [String: String]

  /// What is changed of the files that all exercises share, by path in their package.
  package fileprivate(set) var support: [String: String] = [:]

  /// Whether the checksums are made to fit the tests, so that it is for the run to show what is wrong.
  package fileprivate(set) var hasFittingChecksums = false

  /// What is to be said to it, if it is an answer like one of the mutants.
  fileprivate(set) var sentence: String?
}

extension Solution {
  /// The first wrong answer to a single region, that is so and stands there, if no other fails in the same tests.
  fileprivate func ownMutant(where isLookedFor: (String, MarkedSource.Region) -> Bool) -> Mutant? {
    mutants.first { mutant in
      guard case .tests = mutant.fails, mutants(failing: mutant.fails).count == 1 else { return false }
      return mutant.regions.count == 1 && mutant.regions.allSatisfy { isLookedFor($1, regions[$0 - 1]) }
    }
  }

  /// The solution, with what this mutant leaves out made a comment.
  fileprivate func commentedOut(like mutant: Mutant) -> [String: String] {
    let commented = mutant.regions.keys.reduce(into: [:]) { texts, region in
      texts[region] = regions[region - 1].solution.map { "// \($0)\n" }.joined()
    }
    return mutated(by: Mutant(slug: mutant.slug, says: mutant.says, fails: mutant.fails, regions: commented))
  }
}

extension String {
  /// Whether it is a value written out: with a number, a string or the like in it, and no name that stands for another.
  fileprivate var isConstant: Bool {
    guard let all = try? SwiftLexer.tokens(of: Array(utf8)) else { return false }
    let tokens = all.filter { $0.kind != .newline && $0.kind != .comment }
    let values: Set = ["true", "false", "nil"]
    let areKnown = tokens.indices.allSatisfy { index in
      let token = tokens[index]
      guard token.kind == .word, !values.contains(token.text), token.text != "return" else { return true }
      let isMember = index > 0 && tokens[index - 1].text == "."
      let isLabel = index + 1 < tokens.count && tokens[index + 1].text == ":"
      return isMember || isLabel
    }
    return areKnown && tokens.contains { $0.kind == .literal || values.contains($0.text) }
  }
}
