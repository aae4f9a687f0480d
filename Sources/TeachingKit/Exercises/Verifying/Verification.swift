import Foundation

/// The table of a verification, and whether all is well.
package struct Verification {
  package let exercises: ExercisePackage
  package let scores: [Int: Score]
  package let findings: Findings
  private let waits: [Duration]
  private let falsePasses: [FalsePasses.Attempt]

  /// The share of wrong answers that must have a sentence of their own.
  private static let wantedShare = 0.9

  /// How long a learner waits for a verdict at most; what is slower is only told, as the machine may be busy.
  private static let wantedWait = Duration.seconds(2)

  package init(
    _ exercises: ExercisePackage, scores: [Int: Score], waits: [Duration] = [],
    falsePasses: [FalsePasses.Attempt] = [], findings: Findings
  ) {
    self.exercises = exercises
    self.waits = waits.sorted()
    self.falsePasses = falsePasses
    self.scores = scores
    var findings = findings
    let mutants = scores.values.map(\.mutants).reduce(0, +)
    let distinct = scores.values.map(\.distinct).reduce(0, +)
    if Double(distinct) < Self.wantedShare * Double(mutants) {
      findings.add("\(distinct) of \(mutants) wrong answers have a sentence of their own, and 90 % are wanted")
    }
    for exercise in exercises.exercises {
      for problem in scores[exercise.number]?.problems ?? [] { findings.add(exercise, problem) }
    }
    self.findings = findings
  }

  package var isGood: Bool { findings.all.isEmpty }

  package var table: String {
    let title = "Exercise".padded(to: 34)
    var lines = ["\(title) tests  shipped  solved  wrong answers  own sentence  alone"]
    for exercise in exercises.exercises {
      guard let score = scores[exercise.number] else { continue }
      lines.append(
        [
          "\(exercise.label) \(exercise.info.title)".padded(to: 34),
          "\(exercise.info.tests)".padded(to: 5, left: true),
          (score.isRedAsShipped ? "red" : "–").padded(to: 8), (score.isGreenWhenSolved ? "green" : "–").padded(to: 7),
          "\(score.rejected) of \(score.mutants)".padded(to: 13, left: true),
          "\(score.distinct)".padded(to: 12, left: true), "  \(score.checksAlone ? "yes" : "–")",
        ].joined(separator: " ").replacing(/\ +$/, with: ""))
    }
    let all = scores.values
    let asked = exercises.exercises.filter { scores[$0.number] != nil }
    let count = asked.count
    lines += [
      "", "Exercises: \(count), tests: \(asked.map(\.info.tests).reduce(0, +))",
      "Red as shipped, for the right reason: \(all.count { $0.isRedAsShipped }) of \(count)",
      "Green when solved: \(all.count { $0.isGreenWhenSolved }) of \(count)",
      "Checked while no other compiles: \(all.count { $0.checksAlone }) of \(count)",
      "Wrong answers rejected by the tests declared: \(all.map(\.rejected).reduce(0, +)) of \(all.map(\.mutants).reduce(0, +))",
      "Wrong answers with a sentence of their own: \(all.map(\.distinct).reduce(0, +)) of \(all.map(\.mutants).reduce(0, +))",
    ]
    if !falsePasses.isEmpty {
      lines.append("False passes refused: \(falsePasses.count(where: \.isRefused)) of \(FalsePass.allCases.count)")
      lines += falsePasses.map { "  \($0.falsePass.rawValue.padded(to: 19))  \($0.exercise.label)  \($0.reason)" }
    }
    if !waits.isEmpty {
      let median = waits[waits.count / 2]
      let isTooSlow = median > Self.wantedWait
      lines.append(
        "From a save to the verdict: \(median.inSeconds), the median of \(waits.count) exercises"
          + (isTooSlow ? ": TOO SLOW, at most \(Self.wantedWait.inSeconds) are wanted" : ""))
    }
    return lines.joined(separator: "\n")
  }
}

extension Duration {
  fileprivate var inSeconds: String {
    formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 1)))
  }
}

extension String {
  /// With spaces up to a width, or cut to it.
  package func padded(to width: Int, left: Bool = false) -> String {
    if count > width { return prefix(width - 1) + "…" }
    let spaces = String(repeating: " ", count: width - count)
    return left ? spaces + self : self + spaces
  }
}
