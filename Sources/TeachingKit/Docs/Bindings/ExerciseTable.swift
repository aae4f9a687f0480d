import Foundation

/// A table of the exercises of a step, which a comment `exercises: 3` before it binds.
struct ExerciseTable: Equatable {
  /// The step whose exercises it lists.
  let step: Int

  /// The line of the comment, counted from 1.
  let line: Int

  /// Its lines on the page, counted from 0; empty if there is no table yet.
  let lines: Range<Int>

  /// The bound tables of a page, and the comments that are meant to bind one and do not say which.
  static func all(on page: MarkdownPage) -> (tables: [ExerciseTable], problems: [Problem]) {
    var tables: [ExerciseTable] = []
    var problems: [Problem] = []
    for comment in page.comments where comment.text.starts(with: /exercises\s*:/) {
      guard let match = comment.text.wholeMatch(of: /exercises:\s*(\d+)/), let step = Int(match.1),
        page.lines[comment.line - 1].contains("-->")
      else {
        let text = "It is <!-- exercises: 3 -->, with the number of a step, and the table on the next line."
        problems.append(Problem(page.path, comment.line, text))
        continue
      }
      let start = comment.line
      let count = page.lines[start...].prefix { $0.hasPrefix("|") }.count
      tables.append(ExerciseTable(step: step, line: comment.line, lines: start..<(start + count)))
    }
    return (tables, problems)
  }

  /// What it must show: numbers, titles that lead to the files with the tasks, and minutes.
  ///
  /// - Parameter page: The page with the table, from the top of the repository.
  /// - Returns: `nil` if the step has no exercises.
  func rows(of exercises: [Exercise], on page: String) -> [String]? {
    let exercises = exercises.filter { $0.info.step == step }
    guard !exercises.isEmpty else { return nil }
    let top = String(repeating: "../", count: page.count { $0 == "/" })
    let rows = exercises.map { exercise in
      let task = exercise.info.edit.first.map { "\(top)Exercises/\(exercise.path)/Sources/\($0)" } ?? ""
      return "| \(exercise.label) | [\(exercise.info.title)](\(task)) | \(exercise.info.minutes) |"
    }
    return ["| Exercise | Title | Minutes |", "|---|---|---|"] + rows
  }
}
