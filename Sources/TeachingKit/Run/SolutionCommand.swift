import ArgumentParser
import TeachingKit

struct SolutionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "solution", abstract: "Shows how the solution differs from what you have.",
    discussion:
      "After you have passed; or after the third hint, if you confirm it.\n\nExample: swift run kit solution 03")

  @Argument(help: "The exercise's number.")
  var number: Int

  @Flag(name: .shortAndLong, help: "Do not ask whether to show it.")
  var yes = false

  func run() async throws {
    let course = try Course.opened()
    let exercise = try course.exercise(number)
    switch try course.access(to: exercise) {
    case .open: break
    case .hintsLeft(let left):
      print(
        "Not yet: there \(left == 1 ? "is 1 hint" : "are \(left) hints") left. swift run kit hint \(exercise.label)")
      throw ExitCode(1)
    case .toBeConfirmed where yes: break
    case .toBeConfirmed:
      guard Terminal.current.isInteractive else {
        print("You have not passed yet. To see it all the same: swift run kit solution \(exercise.label) --yes")
        throw ExitCode(1)
      }
      print("You have not passed yet. Show the solution all the same? [y/N] ", terminator: "")
      guard ["y", "yes"].contains(readLine()?.lowercased()) else { throw ExitCode(1) }
    }
    print(try await SolutionText.text(of: exercise))
  }
}
