import Foundation

/// Goes through the exercises with a learner: shows the current one, and checks it each time it is saved.
///
/// On a terminal each key is a command and the screen is drawn anew; else each line is one, and what there is to say
/// is printed line after line.
package struct LearnSession {
  private static let allDone = "All exercises are done. To quit: q"

  private enum Event {
    case key(Character)
    case endOfInput
    case tick
    case verdict(Result<Verdict, any Error>, on: Int, check: Int)
    case signal(Int32)
  }

  private let course: Course
  private var terminal: Terminal
  private let isInteractive: Bool
  private let print: (String) -> Void

  private let signals = EndingSignals()

  private var exercise: Exercise
  private var watch: FileWatch
  private var check: (task: Task<Void, Never>, number: Int)?
  private var checks = 0
  private var endsAfterCheck = false

  /// What is shown below the head.
  private var body = LearnBody()

  /// What is shown above the body until a key is pressed.
  private var notice: String?

  /// - Parameters:
  ///   - isInteractive: Whether keys come one by one, and the screen may be cleared.
  ///   - notice: What the learner is to read before anything else.
  package init(
    _ course: Course, at exercise: Exercise, terminal: Terminal, isInteractive: Bool, notice: String? = nil,
    print: @escaping (String) -> Void
  ) {
    self.course = course
    self.exercise = exercise
    self.terminal = terminal
    self.isInteractive = isInteractive
    self.notice = notice
    self.print = print
    watch = FileWatch(exercise.sources)
  }

  /// Returns when the learner has had enough.
  ///
  /// - Returns: The signal that ended it, if one did.
  package mutating func run() async throws -> Int32? {
    let (events, event) = AsyncStream.makeStream(of: Event.self)
    let signals = signals.stream
    let keys = Keys.stream(lineByLine: !isInteractive)
    let sources = [
      Task {
        for await key in keys { event.yield(.key(key)) }
        event.yield(.endOfInput)
      },
      Task { for await signal in signals { event.yield(.signal(signal)) } },
      Task {
        while !Task.isCancelled {
          try? await Task.sleep(for: .milliseconds(300))
          event.yield(.tick)
        }
      },
    ]
    defer {
      for source in sources { source.cancel() }
      check?.task.cancel()
    }
    startCheck { event.yield($0) }
    if !isInteractive { notice = nil }
    for await next in events {
      switch next {
      case .signal(let number):
        await stopCheck()
        return number
      case .key("q"), .key("\u{4}"):
        await stopCheck()
        return nil
      case .endOfInput:
        if check == nil { return nil }
        endsAfterCheck = true
      case .key(let key):
        notice = nil
        try handle(key) { event.yield($0) }
      case .tick:
        if isInteractive, terminal.size != Terminal.current.size {
          terminal = .current
          draw("")
        }
        guard watch.hasChanged() else { continue }
        startCheck { event.yield($0) }
      case .verdict(let verdict, let number, let checkNumber):
        guard checkNumber == check?.number, number == exercise.number else { continue }
        check = nil
        try show(verdict)
        if endsAfterCheck { return nil }
      }
    }
    return nil
  }

  private mutating func handle(_ key: Character, _ send: @escaping @Sendable (Event) -> Void) throws {
    switch key {
    case "n":
      let progress = try course.progress.load().progress
      guard let next = progress.next(after: exercise.number, of: course.exercises.exercises) else {
        return show(verdict: paragraph(Self.allDone))
      }
      exercise = try course.choose(next.number)
      watch = FileWatch(next.sources)
      body.forgetHint()
      startCheck(send)
    case "h":
      let (hint, number) = try course.nextHint(exercise)
      var text = terminal.styled("Hint \(number) of \(exercise.info.hints.count)", .bold) + "\n\n" + paragraph(hint)
      if number == exercise.info.hints.count {
        text += "\n" + paragraph("The solution: swift run kit solution \(exercise.label)")
      }
      body.show(hint: text)
      draw(text)
    case "l":
      let list = try course.list(for: terminal, limit: isInteractive ? screen.roomForList : .max) + "\n"
      body.show(list: list)
      draw(list)
    case "r":
      startCheck(send)
    default:
      // Anything else: to see again what was covered.
      body.closeList()
      draw(body.text)
    }
  }

  private mutating func show(_ verdict: Result<Verdict, any Error>) throws {
    switch verdict {
    case .success(let verdict):
      var text = VerdictText(exercise, for: terminal).text(verdict)
      if verdict.isPass {
        body.forgetHint()
        let isLast = try course.progress.load().progress.current(of: course.exercises.exercises) == nil
        text += "\n" + paragraph("Compare with the solution: swift run kit solution \(exercise.label)")
        text += isLast ? paragraph(Self.allDone) : paragraph(terminal.styled("n goes on to the next exercise.", .bold))
      }
      show(verdict: text)
    case .failure(let error): show(verdict: paragraph("It could not be checked: \(error)"))
    }
  }

  private mutating func show(verdict: String) {
    body.show(verdict: verdict)
    draw(verdict)
  }

  private func paragraph(_ text: String) -> String {
    text.wrapped(to: terminal.width, indentation: "  ") + "\n"
  }

  /// Starts a check, says so, and gives up one that is under way: its code is no longer what is in the file.
  private mutating func startCheck(_ send: @escaping @Sendable (Event) -> Void) {
    let before = check?.task
    before?.cancel()
    checks += 1
    let (number, course, exercise) = (checks, course, exercise)
    let task = Task {
      await before?.value
      let verdict: Result<Verdict, any Error>
      do {
        verdict = .success(try await course.check(exercise))
      } catch {
        verdict = .failure(error)
      }
      send(.verdict(verdict, on: exercise.number, check: number))
    }
    check = (task, number)
    body.closeList()
    show(verdict: "Checking …\n")
  }

  /// Ends a check that is under way, and waits until its programs have ended.
  private mutating func stopCheck() async {
    check?.task.cancel()
    await check?.task.value
    check = nil
  }

  /// Draws the screen anew, or prints only what is new.
  private func draw(_ new: String) {
    let notice = notice.map { paragraph($0) + "\n" } ?? ""
    print(isInteractive ? "\u{1B}[2J\u{1B}[3J\u{1B}[H\(screen.text(notice + body.text))" : notice + new)
  }

  private var screen: LearnScreen {
    let all = course.exercises.exercises
    let done = (try? course.progress.load().progress).map { progress in all.count(where: progress.isDone) } ?? 0
    return LearnScreen(exercise: exercise, done: done, all: all.count, terminal: terminal)
  }
}
