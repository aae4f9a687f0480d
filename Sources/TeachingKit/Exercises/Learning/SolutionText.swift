import Foundation

/// A solution as it is shown to a learner.
package enum SolutionText {
  /// The difference between what the learner has and the solution; or the solution where there is no `diff`.
  package static func text(of exercise: Exercise) async throws -> String {
    let solution = try Solution(of: exercise)
    let folder = FileManager.default.temporaryDirectory.appending(path: "kit-solution-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var parts: [String] = []
    for path in exercise.info.edit {
      guard let solved = solution.solved[path] else { continue }
      try folder.appending(path: path).writeIfChanged(solved)
      let mine = exercise.sources.appending(path: path)
      let diff = try await Command(
        [
          "diff", "-u", "-L", "\(path): yours", "-L", "\(path): the solution", mine.path,
          folder.appending(path: path).path,
        ],
        in: exercise.folder
      ).run()
      switch diff.status {
      case 0: parts.append("\(path): yours is the solution.\n")
      case 1: parts.append(diff.outputText)
      default: parts.append("\(path):\n\n\(solved)")
      }
    }
    return parts.joined(separator: "\n")
  }
}
