import ArgumentParser
import Foundation
import TeachingKit

struct ResetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset", abstract: "Makes an exercise what it was at first, and keeps a copy of yours.",
    discussion: "Example: swift run kit reset 03")

  @Argument(help: "The exercise's number.")
  var number: Int

  func run() async throws {
    let course = try Course.opened()
    let exercise = try course.exercise(number)
    try course.copies.reset(exercise)
    print("\(exercise.label) \(exercise.info.title) is as it was at first.")
    if let copy = try course.copies.newest(of: exercise) { print("What you wrote is in \(copy.path).") }
  }
}
