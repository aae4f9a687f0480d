import Foundation

/// The checksums of all exercises' test files, by their paths in the package of exercises.
package struct Checksums: Equatable, Sendable {
  package static let file = "checksums.json"

  private let byPath: [String: String]

  /// Those of the files as they are.
  package init(ofFilesIn package: ExercisePackage) throws {
    byPath = try package.exercises.reduce(into: [:]) { all, exercise in
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

  /// The test files of an exercise that are not what was written down: changed, added or removed.
  package func changedFiles(of exercise: Exercise) throws -> [String] {
    let now = try Self.checksums(of: exercise)
    let written = byPath.filter { $0.key.hasPrefix("\(exercise.path)/") }
    return Set(now.keys).union(written.keys).filter { now[$0] != written[$0] }.sorted()
  }

  private static func checksums(of exercise: Exercise) throws -> [String: String] {
    try exercise.tests.filesBelow().reduce(into: [:]) { sums, file in
      sums["\(exercise.path)/Tests/\(file)"] = try checksum(of: Data(contentsOf: exercise.tests.appending(path: file)))
    }
  }
}
