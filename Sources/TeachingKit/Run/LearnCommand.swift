import ArgumentParser
import Foundation
import TeachingKit

struct LearnCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn", abstract: "Goes through the exercises with you, and checks each time you save.",
    discussion: """
      Keys: n next, h hint, l list, r run again, q quit. Where there is no terminal, each is a line on standard input.

      Example: swift run kit learn
      """)

  func run() async throws {
    let course = try Course(in: PackageFolder())
    let (progress, setAside) = try course.progress.load()
    let notice = setAside.map(Course.notice(setAside:))
    guard let exercise = progress.current(of: course.exercises.exercises) else {
      return print("All exercises are done. To do one again: swift run kit reset 03, then swift run kit check 03")
    }
    let terminal = Terminal.current
    let raw = terminal.isInteractive ? RawMode() : nil
    var session = LearnSession(
      course, at: exercise, terminal: terminal, isInteractive: raw != nil, notice: notice
    ) { text in
      print(text, terminator: raw != nil ? "" : "\n")
      fflush(nil)
    }
    let signal: Int32?
    do {
      defer { raw?.end() }
      signal = try await session.run()
    }
    if let signal { throw ExitCode(128 + signal) }
  }
}
