import ArgumentParser
import TeachingKit

struct HintCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hint", abstract: "Shows the next of an exercise's three hints.",
    discussion: """
      Where to look, what shape, almost the code. Without a number: to the one named last; when that is passed, to the next.

      Example: swift run kit hint 03
      """)

  @Argument(help: "The exercise's number.")
  var number: Int?

  func run() async throws {
    let course = try Course.opened()
    let exercise = try course.choose(number)
    let (hint, level) = try course.nextHint(exercise)
    let terminal = Terminal.current
    print(
      terminal.styled(
        "Hint \(level) of \(exercise.info.hints.count) to \(exercise.label) \(exercise.info.title)", .bold))
    print("\n" + hint.wrapped(to: terminal.width, indentation: "  "))
    if level == exercise.info.hints.count {
      print("\n  It was the last. The solution: swift run kit solution \(exercise.label)")
    }
  }
}
