import Foundation

/// What pages and exercises say of each other.
struct ExerciseChecks {
  private let folder: URL
  private let exercises: [Exercise]

  /// What is wrong with the exercises' descriptions, so that nothing else can be checked.
  let problems: [Problem]

  /// - Parameter folder: The top of the repository, which need not have exercises.
  init(folder: URL) {
    self.folder = folder
    let package = folder.appending(path: "Exercises")
    guard FileManager.default.fileExists(atPath: package.path) else {
      (exercises, problems) = ([], [])
      return
    }
    do {
      (exercises, problems) = (try ExercisePackage(package).exercises, [])
    } catch let error as FormatError {
      (exercises, problems) = ([], [Problem("Exercises/\(error.file)", error.line ?? 1, error.problem)])
    } catch {
      (exercises, problems) = ([], [Problem("Exercises", 1, "\(error)")])
    }
  }

  /// What is wrong with the links from exercises to pages: each leads to a section of its step's page.
  ///
  /// - Parameter pages: Only links to these are checked.
  func linkProblems(to pages: Set<String>, with links: inout LinkCheck) -> [Problem] {
    exercises.compactMap { exercise in
      let tutorial = exercise.info.tutorial
      let parts = tutorial.split(separator: "#", omittingEmptySubsequences: false)
      let isOfStep = parts[0].hasPrefix("Tutorials/\(exercise.info.step)-")
      guard !isOfStep || pages.contains(String(parts[0])) else { return nil }
      let text =
        if !isOfStep {
          "\(tutorial) is not a section of the page of step \(exercise.info.step)."
        } else if parts.count == 1 {
          "Say which section of \(tutorial) it practises: \(tutorial)#heading."
        } else {
          links.problem(with: tutorial, on: MarkdownPage(path: "README.md", text: ""))
        }
      return text.map { Problem("Exercises/\(exercise.path)/exercise.json", line(of: exercise), $0) }
    }
  }

  /// What the bound tables of a page must show, or why that is not known.
  func findings(on page: MarkdownPage) -> [(table: ExerciseTable, Result<[String], Problem>)] {
    ExerciseTable.all(on: page).tables.map { table in
      guard let rows = table.rows(of: exercises, on: page.path) else {
        return (table, .failure(Problem(page.path, table.line, "There are no exercises of step \(table.step).")))
      }
      return (table, .success(rows))
    }
  }

  /// Where its description names the tutorial.
  private func line(of exercise: Exercise) -> Int {
    let text = try? String(contentsOf: exercise.folder.appending(path: "exercise.json"), encoding: .utf8)
    let lines = text?.components(separatedBy: "\n") ?? []
    return (lines.firstIndex { $0.contains("\"tutorial\"") } ?? 0) + 1
  }
}
