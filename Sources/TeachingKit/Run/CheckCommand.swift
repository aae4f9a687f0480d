import ArgumentParser
import TeachingKit

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Runs an exercise's tests and says whether it is solved.",
    discussion:
      "Without a number: the one named last; when that is passed, the next.\n\nExample: swift run kit check 03")

  @Argument(help: "The exercise's number.")
  var number: Int?

  func run() async throws {
    let course = try Course.opened()
    let exercise = try course.choose(number)
    let verdict = try await course.check(exercise)
    print(VerdictText(exercise, for: .current).text(verdict))
    if verdict.isPass {
      let next = try course.progress.load().progress.next(after: exercise.number, of: course.exercises.exercises)
      print("  Compare with the solution: swift run kit solution \(exercise.label)")
      print(next.map { "  Next: \($0.label) \($0.info.title), about \($0.info.minutes) minutes" } ?? "  All are done.")
    } else {
      print("  A hint: swift run kit hint \(exercise.label)")
      throw ExitCode(1)
    }
  }
}
