import Foundation
import TeachingKit
import Testing

@Suite("The screen of kit learn", .timeLimit(.minutes(5)))
struct LearnScreenTests {
  @Test(arguments: [100, 80, 60, 40] as [UInt16])
  func `has no line that is longer than the terminal is wide`(columns: UInt16) async throws {
    try await withLearner(columns: columns, lines: 60) { learner in
      expectFit(learner.screen, columns)
      for (key, text) in [("h", "Hint 1 of 3"), ("h", "Hint 2 of 3"), ("h", "Hint 3 of 3"), ("l", "to go.")] {
        learner.type(key)
        expectFit(try await learner.screen(with: text), columns)
      }
      try learner.solve(1)
      expectFit(try await learner.screen(with: "n goes on"), columns)
      learner.type("n")
      expectFit(try await learner.screen(with: "✗ 02 A renamed case"), columns)
    }
  }

  @Test func `has all of a long sentence, on as many lines as it takes`() async throws {
    try await withLearner(columns: 40, lines: 60) { learner in
      let words = learner.screen.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains(StandInTools.failure))
    }
  }

  @Test func `is no higher than the terminal, and says where it is cut in as many columns as there are`() async throws {
    try await withLearner(columns: 40, lines: 22) { learner in
      expectFit(learner.screen, 40)
      #expect(learner.screen.contains("… cut here"))
      let lines = learner.screen.split(separator: "\n", omittingEmptySubsequences: false)
      // The terminal breaks a path that is too long for it.
      #expect(lines.map { max(($0.count + 39) / 40, 1) }.reduce(0, +) <= 22)
    }
  }

  /// A path is not broken, so that it can be clicked on.
  private func expectFit(_ screen: String, _ columns: UInt16) {
    for line in screen.split(separator: "\n") where line.count > columns {
      let isPath = line.contains("/") && !line.drop { $0 == " " }.contains(" ")
      #expect(isPath, "\(line.count) columns: \(line)")
    }
  }
}
