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

  @Test func `takes no time of a check that broke off`() async throws {
    let answer = "grep -q 'enum Saved' \"$package\"/Step*/03-*/Sources/*.swift && exit 1"
    let broken = try await output("3") { try $0.set("hook", "[ -z \"$EXERCISE\" ] || { \(answer); }\n") }
    #expect(broken.contains("\n✗ 03 a-subscriber: solved and saved again, it is not built and run to its end\n"))
    #expect(!broken.contains("From a save to the verdict"))
    #expect(try await output("3") { _ in }.contains("From a save to the verdict"))
  }

  @Test func `tells of a median that is too slow, and is good all the same`() async throws {
    try await withCopyOfExercises { copy in
      let exercises = try ExercisePackage(copy.exercises)
      func verification(_ seconds: Double...) -> Verification {
        let waits = seconds.map { Duration.seconds($0) }
        return Verification(exercises, scores: [3: Self.goodScore], waits: waits, findings: Findings())
      }
      #expect(verification(9, 2, 1).table.hasSuffix(", the median of 3 exercises"))
      let slow = verification(9, 2.1, 1)
      #expect(slow.table.contains(", the median of 3 exercises: TOO SLOW, at most 2.0 sec"))
      #expect(slow.isGood)
    }
  }

  @Test func `of an exercise that there is not is refused by its number`() async throws {
    #expect(try await output("2", "99", "--files") { _ in } == "Error: There is no exercise 99; there are 1 to 3.\n")
  }

  @Test func `of some exercises says that false passes are tried with all only`() async throws {
    let line = "\nFalse passes: not tried, as they are only when no number is given\n"
    #expect(try await output("3") { _ in }.contains(line))
    #expect(!(try await output { _ in }).contains(line))
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
