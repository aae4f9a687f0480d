import Foundation

/// Checks the exercises' files, without building anything; or writes those that are generated.
package struct FileVerification {
  package let exercises: ExercisePackage
  package private(set) var findings = Findings()
  package private(set) var written: [String] = []

  /// The exercises whose sources a learner has changed.
  package private(set) var workedOn: [Exercise] = []
  private let copies: WorkCopies?
  private let hasLearner: Bool
  private var solutions: [Int: Solution] = [:]

  /// - Parameters:
  ///   - hasLearner: Whether somebody learns here, as there is progress. Then sources may be other than the stubs.
  ///   - copies: If what is generated is to be renewed (stubs, checksums, the list in the manifest): where to keep what
  ///     stands in place of the stubs.
  package init(of exercises: ExercisePackage, hasLearner: Bool = false, renewingWith copies: WorkCopies? = nil) {
    self.exercises = exercises
    self.hasLearner = hasLearner
    self.copies = copies
  }

  /// - Returns: The solutions of the exercises whose files are in order so far that they can be built.
  package mutating func run() throws -> [Int: Solution] {
    for exercise in exercises.exercises {
      do {
        let solution = try Solution(of: exercise)
        solutions[exercise.number] = solution
        checkInfo(exercise, solution)
        checkMutants(exercise, solution)
        try compareStubs(exercise, solution)
      } catch let error as FormatError {
        findings.add(exercise, error.description)
      }
    }
    try checkOrphans()
    let manifest = try exercises.folder.appending(path: "Package.swift").text()
    try compare("Package.swift", ExerciseList.renewed(in: manifest, for: exercises.exercises))
    try compare(Checksums.file, Checksums(ofFilesIn: exercises).text())
    return solutions
  }

  private mutating func checkInfo(_ exercise: Exercise, _ solution: Solution) {
    let info = exercise.info
    let kinds: [Exercise.Kind] = [.fillIn, .fix, .extend]
    let expected = [
      (
        exercise.path.split(separator: "/").last.map(String.init) == "\(exercise.label)-\(info.name)",
        "its folder is not called \(exercise.label)-\(info.name)"
      ),
      ((info.number - 1) / 3 + 1 == info.step, "number \(info.number) is not one of step \(info.step)"),
      (exercise.path.stepNumber == info.step, "it is not in a folder of step \(info.step)"),
      (kinds[(info.number - 1) % 3] == info.kind, "number \(info.number) is not one of kind “\(info.kind.rawValue)”"),
      ((5...15).contains(info.minutes), "5 to 15 minutes, not \(info.minutes)"),
      (info.tests > 0, "it declares no tests"),
      (info.hints.count == 3, "3 hints, not \(info.hints.count)"),
      (
        info.hints.allSatisfy { !$0.squeezed.isEmpty } && Set(info.hints).count == info.hints.count,
        "each hint says something, and something else"
      ),
      (!info.title.isEmpty && !info.lesson.isEmpty, "it has no title or no lesson"),
      (info.hints.last.map { !solution.isGivenAway(by: $0) } ?? true, "the last hint is the solution"),
      (solution.files.contains { info.edit.contains($0.path) }, "none of the files to edit is in the solution"),
    ]
    for (isSo, problem) in expected where !isSo { findings.add(exercise, problem) }
    for path in info.edit where !solution.files.contains(where: { $0.path == path && !$0.source.regions.isEmpty }) {
      findings.add(exercise, "\(path) is to be edited, and has no mark in the solution")
    }
    for file in solution.files where !file.source.regions.isEmpty && !info.edit.contains(file.path) {
      findings.add(exercise, "\(file.path) has a mark, and is not listed in “edit”")
    }
  }

  private mutating func checkMutants(_ exercise: Exercise, _ solution: Solution) {
    if solution.mutants.count < 3 { findings.add(exercise, "3 mutants or more, not \(solution.mutants.count)") }
    for mutant in solution.mutants {
      if let region = mutant.regions.keys.max(), region > solution.regions.count {
        findings.add(exercise, "mutant “\(mutant.slug)”: there is no region \(region)")
      } else if solution.mutated(by: mutant) == solution.solved {
        findings.add(exercise, "mutant “\(mutant.slug)” is the solution")
      }
    }
  }

  private mutating func compareStubs(_ exercise: Exercise, _ solution: Solution) throws {
    try copies?.keep(exercise)
    if hasLearner, copies == nil {
      let isChanged = try exercise.sources.texts() != solution.stubs
      if isChanged { workedOn.append(exercise) }
      return
    }
    for (path, stub) in solution.stubs.sorted(by: { $0.key < $1.key }) {
      try compare("\(exercise.path)/Sources/\(path)", stub)
    }
    for path in exercise.sources.filesBelow() where !solution.files.contains(where: { $0.path == path }) {
      findings.add(exercise, "Sources/\(path) has no counterpart in the solution")
    }
  }

  private mutating func checkOrphans() throws {
    let known = Set(exercises.exercises.map { $0.solutionFolder.lastPathComponent })
    for folder in try exercises.folder.appending(path: "Solutions").subfolders()
    where !known.contains(folder.lastPathComponent) {
      findings.add("Solutions/\(folder.lastPathComponent): there is no such exercise")
    }
  }

  private mutating func compare(_ path: String, _ expected: String) throws {
    let file = exercises.folder.appending(path: path)
    guard (try? file.text()) != expected else { return }
    if copies != nil {
      try file.writeIfChanged(expected)
      written.append(path)
    } else {
      findings.add("\(path) is not as it is generated; `swift run kit verify --write` writes it anew")
    }
  }
}

extension Solution {
  /// Whether a hint has all that is to be written, but for the spaces.
  fileprivate func isGivenAway(by hint: String) -> Bool {
    let hint = hint.squeezed
    let lines = regions.flatMap(\.solution).filter { !$0.squeezed.hasPrefix("//") }.map(\.squeezed)
    return lines.allSatisfy(hint.contains)
  }
}

extension String {
  fileprivate var squeezed: String { filter { !$0.isWhitespace && $0 != "`" } }
}
