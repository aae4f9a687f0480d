import Foundation

/// An exercise's solution: the files that its stubs are made from, and the wrong answers to it.
package struct Solution: Sendable {
  package struct File: Sendable {
    /// Its path in `Sources`, and in the folder of the solution.
    package let path: String
    package let source: MarkedSource
  }

  /// By path; the regions of all are counted through in this order.
  package let files: [File]
  package let mutants: [Mutant]

  /// What is to be seen before anything was written, where that is not a TODO.
  package let asShipped: Mutant?

  /// - Throws: `FormatError`.
  package init(of exercise: Exercise) throws {
    let folder = exercise.solutionFolder
    let name = "Solutions/\(folder.lastPathComponent)"
    files = try folder.filesBelow(withExtension: "swift").map { path in
      File(path: path, source: try MarkedSource(folder.appending(path: path).text(), file: "\(name)/\(path)"))
    }
    guard !files.flatMap(\.source.regions).isEmpty else { throw FormatError(name, "there is no marked file in it") }
    guard let text = try? folder.appending(path: "mutants.md").text() else {
      throw FormatError("\(name)/mutants.md", "it is missing")
    }
    let all = try Mutant.read(text, file: "\(name)/mutants.md")
    mutants = all.filter { $0.slug != Mutant.asShipped }
    asShipped = all.first { $0.slug == Mutant.asShipped }
  }

  package var regions: [MarkedSource.Region] { files.flatMap(\.source.regions) }

  /// What the learner begins with, by path.
  package var stubs: [String: String] {
    Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.source.stub) })
  }

  /// The solved files, by path.
  package var solved: [String: String] {
    Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.source.solution) })
  }

  /// The wrong answers that fail like this, and the stub if it does.
  package func mutants(failing failure: Mutant.Failure) -> [Mutant] {
    (mutants + (asShipped.map { [$0] } ?? [])).filter { $0.fails == failure }
  }

  /// The files with a wrong answer in them, by path.
  package func mutated(by mutant: Mutant) -> [String: String] {
    var first = 0
    var result: [String: String] = [:]
    for file in files {
      let count = file.source.regions.count
      let own = mutant.regions.filter { (first..<(first + count)).contains($0.key - 1) }
      result[file.path] = file.source.solution(
        replacing: Dictionary(uniqueKeysWithValues: own.map { ($0.key - 1 - first, $0.value) }))
      first += count
    }
    return result
  }
}
