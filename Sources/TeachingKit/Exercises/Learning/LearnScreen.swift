import Foundation

/// What a learner sees: how far they are, where the task is, what there is to say, and the keys.
struct LearnScreen {
  let exercise: Exercise
  let done: Int
  let all: Int
  let terminal: Terminal

  /// All of it, no higher than the terminal: of a long body the beginning is what matters, so its end is cut.
  func text(_ body: String) -> String {
    let room = terminal.height - height(of: head) - height(of: foot) - 3
    var lines = body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    if height(of: lines) > room {
      while lines.count > 1, height(of: lines) > room - 1 { lines.removeLast() }
      let note = "  … cut here: the terminal is too low for the rest."
      lines.append(terminal.styled(note.padded(to: min(note.count, terminal.width)), .dim))
    }
    return (head + [""] + lines + [""] + foot).joined(separator: "\n") + "\n"
  }

  /// The number of lines for a list in the body, without its sums.
  var roomForList: Int { max(terminal.height - height(of: head) - height(of: foot) - 6, 3) }

  private var head: [String] {
    let title = "\(terminal.styled("\(exercise.label) \(exercise.info.title)", .bold)) · \(exercise.info.kind.rawValue)"
    let todo = VerdictText(exercise, for: terminal).firstTODO
    let file = todo?.file ?? exercise.sources.appending(path: exercise.info.edit.first ?? "").path
    let top = exercise.package.deletingLastPathComponent().path
    let place = file.hasPrefix("\(top)/") ? String(file.dropFirst(top.count + 1)) : file
    let lines = "\(title) · about \(exercise.info.minutes) minutes".wrapped(to: terminal.width)
    return [terminal.bar(done, of: all), ""] + lines.split(separator: "\n").map(String.init)
      + labelled("The task:", "\(place):\(todo?.line ?? 1)") + labelled("The tutorial:", exercise.info.tutorial)
  }

  /// A path on one line, as editors find it.
  private func labelled(_ label: String, _ path: String) -> [String] {
    let line = label.padded(to: 14) + path
    return line.count <= terminal.width ? [line] : [label, path]
  }

  private var foot: [String] {
    let keys = [("n", "next"), ("h", "hint"), ("l", "list"), ("r", "run again"), ("q", "quit")]
    return (keys.map { terminal.styled($0.0, .bold) + " \($0.1)" } + ["(a save runs it again)"])
      .reduce(into: [String]()) { lines, item in
        if let last = lines.last, last.columns + 3 + item.columns <= terminal.width {
          lines[lines.count - 1] = "\(last)   \(item)"
        } else {
          lines.append(item)
        }
      }
  }

  /// How many lines they take on the terminal, which breaks long ones.
  private func height(of lines: [String]) -> Int {
    lines.reduce(0) { $0 + max(($1.columns + terminal.width - 1) / max(terminal.width, 1), 1) }
  }
}
