import EventSourcing
import Story

extension Trap11 {
  /// The position is kept when a page is read, before it has been dealt with.
  enum Checkpoint {
    /// What the printer says when its paper is at its end.
    private struct OutOfPaper: Error, CustomStringConvertible {
      let description = "There is no paper left."
    }

    /// Prints the number of each notification, on paper for two at first.
    private struct Printer {
      var paper = 2
      var printed: [Int] = []

      mutating func print(_ notification: ItemNotification) throws {
        guard paper > 0 else { throw OutOfPaper() }
        paper -= 1
        printed.append(notification.id)
      }
    }

    /// What is printed, and where the next run of the program begins.
    private struct Program {
      var printer = Printer()
      var kept = LogPosition.beginning

      mutating func runTooEarly(_ log: any NotificationLog) async throws {
        let page = try await log.page(NotificationQuery(after: kept, limit: 10))
        kept = page.readUpTo
        for notification in page.notifications {
          try printer.print(notification)
        }
      }

      mutating func runInStep(_ log: any NotificationLog) async throws {
        let page = try await log.page(NotificationQuery(after: kept, limit: 10))
        for notification in page.notifications {
          try printer.print(notification)
          kept = page.position(after: notification)
        }
      }
    }

    static func spring(_ story: Story) async throws {
      let log = LocalNotificationLog(try await Trap11.log(story, changes: 3))
      story.part("Four events are to be printed, on paper for two. The position is kept when the page is read:")
      var program = Program()
      try await twice(story, &program) { try await $0.runTooEarly(log) }
      guard program.printer.printed == [1, 2] else { throw NotAsTold("Nothing was lost.") }

      story.part("The same, with the position kept after each that was printed:")
      program = Program()
      try await twice(story, &program) { try await $0.runInStep(log) }
      guard program.printer.printed == [1, 2, 3, 4] else { throw NotAsTold("Something was lost.") }
    }

    /// Runs the program until it fails, gives it paper, and runs it again.
    private static func twice(
      _ story: Story, _ program: inout Program, _ run: (inout Program) async throws -> Void
    ) async throws {
      do {
        try await run(&program)
        throw NotAsTold("There was paper enough.")
      } catch let error as OutOfPaper {
        story.refused(error)
      }
      story.say("kept position: \(program.kept.id). Now there is paper, and the program is started again:")
      program.printer.paper = 10
      try await run(&program)
      story.say("printed: \(numbers(program.printer.printed))")
    }
  }
}
