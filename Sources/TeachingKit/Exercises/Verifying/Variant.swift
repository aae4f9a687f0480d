import Foundation

/// A copy of the package of exercises, made to be built with other files in place of the learner's.
struct Variant {
  let original: ExercisePackage
  let folder: URL

  /// What stands where nothing may be looked at.
  static let broken = ["Broken.swift": "This does not compile.\n"]

  /// Brings the copy up to date, with these exercises, except for their sources.
  func prepare(for exercises: [Exercise]) throws {
    let manifest = try original.folder.appending(path: "Package.swift").text()
    try folder.appending(path: "Package.swift").writeIfChanged(ExerciseList.renewed(in: manifest, for: exercises))
    var shared = original.folder.appending(path: "Sources").filesBelow().map { "Sources/\($0)" }
    for exercise in exercises {
      shared += exercise.tests.filesBelow().map { "\(exercise.path)/Tests/\($0)" }
    }
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
    let sources = folder.appending(path: exercise.path).appending(path: "Sources")
    for path in sources.filesBelow() where files[path] == nil {
      try FileManager.default.removeItem(at: sources.appending(path: path))
    }
    for (path, text) in files { try sources.appending(path: path).writeIfChanged(text) }
  }
}
