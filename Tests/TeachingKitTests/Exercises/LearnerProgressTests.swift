import Foundation
import TeachingKit
import Testing

@Suite("A learner's progress")
struct LearnerProgressTests {
  @Test func `goes to the next that is not done, and from the end to the beginning`() async throws {
    try await withCopyOfExercises { copy in
      let all = try ExercisePackage(copy.exercises).exercises
      var progress = LearnerProgress()
      #expect(progress.current(of: all)?.number == 1)
      progress.pass(all[0])
      #expect(progress.current(of: all)?.number == 2)
      progress.chosen = 3
      #expect(progress.current(of: all)?.number == 3)
      progress.pass(all[2])
      #expect(progress.current(of: all)?.number == 2)
      progress.pass(all[1])
      #expect(progress.current(of: all) == nil)
    }
  }
}
