import Foundation

/// A copy of the package of exercises, made to be built and checked with other files in place of the learner's.
struct Variant {
  let original: ExercisePackage
  let folder: URL

  /// What stands where nothing may be looked at.
  static let broken = ["Broken.swift": "This does not compile.\n"]

  /// Brings the copy up to date, with these exercises, except for their sources.
  func prepare(for exercises: [Exercise]) throws {
    let manifest = try original.folder.appending(path: "Package.swift").text()
    try folder.appending(path: "Package.swift").writeIfChanged(ExerciseList.renewed(in: manifest, for: exercises))
    var folders = ["Sources"]
    for exercise in exercises {
      folders += ["\(exercise.path)/Tests", "Solutions/\(exercise.solutionFolder.lastPathComponent)"]
    }
    let shared =
      [Checksums.file] + exercises.map { "\($0.path)/exercise.json" }
      + folders.flatMap { part in original.folder.appending(path: part).filesBelow().map { "\(part)/\($0)" } }
    for path in shared {
      try folder.appending(path: path).writeIfChanged(original.folder.appending(path: path).text())
    }
    let wanted = Set(shared + ["Package.swift", "Package.resolved"])
    for path in folder.filesBelow() where !wanted.contains(path) && !path.contains("/Sources/") {
      try FileManager.default.removeItem(at: folder.appending(path: path))
    }
  }

  /// Makes these the exercise's sources, and touches none that is so already.
  func set(_ files: [String: String], for exercise: Exercise) throws {
    try folder.appending(path: "\(exercise.path)/Sources").makeFiles(files)
  }
}
