import Foundation
import TeachingKit
import Testing

/// With programs in place of the toolchain's, which build nothing: what a verification makes of what they answer.
@Suite("A verification")
struct VerificationTests {
  @Test func `finds a round that breaks off while no test is under way`() async throws {
    let output = try await output { tools in
      let stream = RunStream.text(module: "Exercise01Tests", names: ["a"])
      try tools.set("red", stream.split(separator: "\n").dropLast().joined(separator: "\n"))
    }
    #expect(output.contains("\n✗ as shipped: the run breaks off, while no test is under way\n"))
    #expect(output.contains("\n✗ wrong answers, round 1 of "))
    #expect(!output.contains("All is well."))
  }

  @Test func `is good only if each exercise was seen to be as it must`() async throws {
    let expected: [(WritableKeyPath<Score, Bool>, String)] = [
      (\.isRedAsShipped, "it was not seen red as shipped, for the right reason"),
      (\.isGreenWhenSolved, "it was not seen green when solved"),
      (\.checksAlone, "it was not seen checked while no other compiles"),
    ]
    try await withCopyOfExercises { copy in
      let exercises = try ExercisePackage(copy.exercises)
      #expect(Verification(exercises, scores: [3: Self.goodScore], findings: Findings()).isGood)
      for (seen, problem) in expected {
        var score = Self.goodScore
        score[keyPath: seen] = false
        let verification = Verification(exercises, scores: [3: score], findings: Findings())
        #expect(!verification.isGood)
        #expect(verification.findings.all == ["03 a-subscriber: \(problem)"])
      }
    }
  }

  @Test func `is good only if each wrong answer was rejected`() async throws {
    try await withCopyOfExercises { copy in
      var score = Self.goodScore
      score.rejected = 1
      let verification = Verification(
        try ExercisePackage(copy.exercises), scores: [3: score], findings: Findings())
      #expect(
        verification.findings.all == ["03 a-subscriber: 1 of 2 wrong answers were rejected by the tests declared"])
    }
  }

  // MARK: -

  private static var goodScore: Score {
    var score = Score(mutants: 2, distinct: 2)
    (score.isRedAsShipped, score.isGreenWhenSolved, score.checksAlone, score.rejected) = (true, true, true, 2)
    return score
  }

  /// What `kit verify` prints.
  private func output(
    _ arguments: String..., prepare: (StandInTools) throws -> Void
  ) async throws -> String {
    try await withCopyOfExercises { copy in
      let tools = try copy.standInTools()
      try prepare(tools)
      let environment = tools.environment.mapValues { String?.some($0) }
      let result = try await Command([kitProduct, "verify"] + arguments, in: copy.folder, environment: environment)
        .run()
      return result.outputText + result.errorText
    }
  }
}
