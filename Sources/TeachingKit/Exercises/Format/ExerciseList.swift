import Foundation

/// The list of exercises in the manifest of their package.
///
/// It is written down, not found by looking at folders: SwiftPM remembers what a manifest said for as long as its text
/// is the same, and would not see a new folder.
package enum ExerciseList {
  private static let start = "  // Written by `swift run kit verify --write`, from each exercise.json:\n"
  private static let end = "  // To here.\n"

  /// The manifest with the list renewed.
  ///
  /// - Throws: `FormatError` if the manifest has no place for it.
  package static func renewed(in manifest: String, for exercises: [Exercise]) throws -> String {
    guard let start = manifest.range(of: start),
      let end = manifest.range(of: end, range: start.upperBound..<manifest.endIndex)
    else { throw FormatError("Package.swift", "the comments around the list of exercises are gone") }
    let lines = exercises.map { exercise in
      let uses = (exercise.info.uses ?? []).map { "\"\($0)\"" }.joined(separator: ", ")
      return "  Exercise(\"\(exercise.path)\"\(uses.isEmpty ? "" : ", uses: [\(uses)]")),\n"
    }
    return manifest[..<start.upperBound] + lines.joined() + manifest[end.lowerBound...]
  }
}
