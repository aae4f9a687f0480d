import Foundation

/// The checksums of what a learner leaves alone, by path in the package of exercises: the sources and the manifest that
/// all exercises share, and of each its description, its tests, and those of its sources that are not to be edited.
package struct Checksums: Equatable, Sendable {
  package static let file = "checksums.json"

  private let byPath: [String: String]

  /// Those of the files as they are.
  package init(ofFilesIn package: ExercisePackage) throws {
    byPath = try package.exercises.reduce(into: Self.checksums(ofSharedFilesIn: package)) { all, exercise in
      all.merge(try Self.checksums(of: exercise)) { $1 }
    }
  }

  /// Those that were written down.
  package init(readFrom package: ExercisePackage) throws {
    let data = try Data(contentsOf: package.folder.appending(path: Self.file))
    byPath = try JSONDecoder().decode([String: String].self, from: data)
  }

  package func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(byPath), as: UTF8.self) + "\n"
  }

  /// The files of an exercise, and those that all share, that are not what was written down: changed, added or removed.
  ///
  /// Those of other exercises do not count, as no check of this one builds them.
  package func changedFiles(of exercise: Exercise, in package: ExercisePackage) throws -> [String] {
    let now = try Self.checksums(ofSharedFilesIn: package).merging(Self.checksums(of: exercise)) { $1 }
    let written = byPath.filter { Self.isShared($0.key) || $0.key.hasPrefix("\(exercise.path)/") }
    return Set(now.keys).union(written.keys).filter { now[$0] != written[$0] }.sorted()
  }

  private static let manifest = "Package.swift"
  private static let sharedFolder = "Sources"

  private static func isShared(_ path: String) -> Bool {
    path == manifest || path.hasPrefix("\(sharedFolder)/")
  }

  private static func checksums(ofSharedFilesIn package: ExercisePackage) throws -> [String: String] {
    var sums = try checksums(
      of: package.folder.appending(path: sharedFolder).filesBelow(), in: sharedFolder, package.folder)
    let text = try package.folder.appending(path: manifest).text()
    sums[manifest] = try checksum(of: Data(withoutList(text, of: package.exercises).utf8))
    return sums
  }

  /// The manifest without its list of exercises, if that is what it is to be: a copy of some exercises has another.
  private static func withoutList(_ manifest: String, of exercises: [Exercise]) -> String {
    guard let renewed = try? ExerciseList.renewed(in: manifest, for: exercises), renewed == manifest,
      let without = try? ExerciseList.renewed(in: manifest, for: [])
    else { return manifest }
    return without
  }

  private static func checksums(of exercise: Exercise) throws -> [String: String] {
    // What the learner adds to the sources is their own.
    let given = Set(exercise.solutionFolder.filesBelow(withExtension: "swift")).subtracting(exercise.info.edit)
    let files =
      ["exercise.json"] + exercise.tests.filesBelow().map { "Tests/\($0)" }
      + exercise.sources.filesBelow().filter(given.contains).map { "Sources/\($0)" }
    return try checksums(of: files, in: exercise.path, exercise.package)
  }

  private static func checksums(of files: [String], in folder: String, _ package: URL) throws -> [String: String] {
    try files.reduce(into: [:]) { sums, file in
      let path = "\(folder)/\(file)"
      sums[path] = try checksum(of: Data(contentsOf: package.appending(path: path)))
    }
  }
}
