import Foundation
import TeachingKit
import Testing

/// Each key of `kit learn`, in a terminal, with programs in place of the toolchain's.
@Suite("The keys of kit learn", .timeLimit(.minutes(5)))
struct LearnKeysTests {
  @Test func `h gives one hint after the other, and with the last where the solution is`() async throws {
    try await withLearner { learner in
      for number in [1, 2, 3, 3] {
        learner.type("h")
        let screen = try await learner.screen(with: "Hint \(number) of 3")
        #expect(screen.contains("swift run kit solution 01") == (number == 3))
      }
      #expect(try learner.copy.progress.load().progress.hints == [1: 3])
    }
  }

  @Test func `a hint stays with the verdict until the exercise passes`() async throws {
    try await withLearner { learner in
      learner.type("h")
      _ = try await learner.screen(with: "Hint 1 of 3", "✗ 01 A new event")
      learner.type("r")
      _ = try await learner.screen(with: "✗ 01 A new event", "Hint 1 of 3")
      try learner.solve(1)
      let screen = try await learner.screen(with: "✔ 01 A new event: passed")
      #expect(!screen.contains("Hint"))
    }
  }

  @Test func `the list is shown until the next key, and then what was there before`() async throws {
    try await withLearner { learner in
      learner.type("l")
      let list = try await learner.screen(with: "to go.")
      #expect(!list.contains("✗ 01 A new event"))
      learner.type(" ")
      let screen = try await learner.screen(with: "✗ 01 A new event")
      #expect(!screen.contains("to go."))
    }
  }

  @Test func `n goes on to the next, and leaves behind what was said of the one before`() async throws {
    try await withLearner { learner in
      learner.type("h")
      _ = try await learner.screen(with: "Hint 1 of 3")
      learner.type("n")
      let screen = try await learner.screen(with: "✗ 02 A renamed case")
      #expect(!screen.contains("Hint"))
      #expect(screen.contains("Exercises/Step1Events/02-a-renamed-case/Sources/ShowEvent.swift"))
      #expect(try learner.copy.progress.load().progress.chosen == 2)
      learner.type("h")
      _ = try await learner.screen(with: "Hint 1 of 3")
      #expect(try learner.copy.progress.load().progress.hints == [1: 1, 2: 1])
    }
  }

  @Test func `l lists all, r runs the tests again, and others only draw`() async throws {
    try await withLearner { learner in
      learner.type("l")
      let list = try await learner.screen(with: "to go.")
      #expect(list.contains("▸ 01 A new event"))
      learner.type("x")
      _ = try await learner.screen(with: "✗ 01 A new event")
      #expect(learner.tools.runs == ["01"])
      learner.type("r")
      // What is drawn is the same as before, so only the tools can tell.
      while learner.tools.runs.count < 2 { try await Task.sleep(for: .milliseconds(20)) }
      #expect(learner.tools.runs == ["01", "01"])
    }
  }

  @Test func `q ends it at once, also in the middle of a check`() async throws {
    try await withLearner { learner in
      try learner.tools.set("endless", "")
      learner.type("r")
      while learner.tools.runs.count < 2 { try await Task.sleep(for: .milliseconds(20)) }
      _ = try await learner.screen(with: "Checking …")
      learner.type("q")
      learner.kit.waitUntilExit()
      #expect(learner.kit.terminationStatus == 0)
    }
  }

  @Test func `each is taken with Caps Lock too`() async throws {
    try await withLearner { learner in
      learner.type("H")
      _ = try await learner.screen(with: "Hint 1 of 3")
      learner.type("L")
      _ = try await learner.screen(with: "to go.")
      learner.type("R")
      _ = try await learner.screen(with: "✗ 01 A new event")
      learner.type("N")
      _ = try await learner.screen(with: "✗ 02 A renamed case")
      #expect(learner.tools.runs == ["01", "01", "02"])
      learner.type("Q")
      learner.kit.waitUntilExit()
      #expect(learner.kit.terminationStatus == 0)
    }
  }

  @Test func `Ctrl-Z is a key like any other, and stops nothing`() async throws {
    try await withLearner { learner in
      learner.type("l")
      _ = try await learner.screen(with: "to go.")
      learner.type("\u{1A}")
      let screen = try await learner.screen(with: "✗ 01 A new event")
      #expect(!screen.contains("to go."))
      learner.type("h")
      _ = try await learner.screen(with: "Hint 1 of 3")
    }
  }

  @Test func `a save checks the exercise that is shown, and no other`() async throws {
    try await withLearner { learner in
      learner.type("n")
      _ = try await learner.screen(with: "✗ 02 A renamed case")
      try learner.solve(1)
      try learner.solve(2)
      let screen = try await learner.screen(with: "✔ 02 A renamed case: passed")
      #expect(screen.contains("1/3"))
      #expect(screen.contains("n goes on to the next exercise."))
      #expect(learner.tools.runs == ["01", "02", "02"])
    }
  }

  @Test func `n goes from the last to one that was passed over, and at the end of the course nowhere`() async throws {
    try await withLearner(passed: [2]) { learner in
      learner.type("n")
      _ = try await learner.screen(with: "✗ 03 A subscriber")
      try learner.solve(3)
      _ = try await learner.screen(with: "n goes on to the next exercise.")
      learner.type("n")
      _ = try await learner.screen(with: "✗ 01 A new event")
      try learner.solve(1)
      var screen = try await learner.screen(with: "All exercises are done.")
      #expect(screen.contains("✔ 01 A new event: passed"))
      #expect(screen.contains("3/3"))
      #expect(!screen.contains("n goes on"))
      learner.type("n")
      learner.type("l")
      screen = try await learner.screen(with: "All are done.")
      #expect(screen.contains("01 A new event"))
      #expect(learner.kit.isRunning)
    }
  }

  @Test func `what could not be read is told until the first key`() async throws {
    try await withLearner(state: "{") { learner in
      #expect(learner.screen.contains("could not be read"))
      let notice = learner.screen.split(whereSeparator: \.isWhitespace).joined()
      #expect(notice.contains(".kit/state.json.unreadable-"))
      learner.type("h")
      let screen = try await learner.screen(with: "Hint 1 of 3")
      #expect(!screen.contains("could not be read"))
    }
  }
}
