package import Foundation

/// One exercise, as its folder and its `exercise.json` describe it.
package struct Exercise: Sendable {
  package enum Kind: String, Codable, Sendable {
    case fillIn = "fill in"
    case fix
    case extend
  }

  /// What `exercise.json` says.
  package struct Info: Codable, Sendable {
    /// Counted through all steps, three to each, from 1 on.
    package let number: Int
    /// The folder's name without its number.
    package let name: String
    package let title: String
    package let step: Int
    package let kind: Kind
    /// How long it takes, about.
    package let minutes: Int
    /// The tutorial's file, from the top of the repository, and the heading's anchor.
    package let tutorial: String
    /// The files in `Sources` that the learner changes.
    package let edit: [String]
    /// The number of tests that must run.
    package let tests: Int
    /// Where to look, what shape, almost the code.
    package let hints: [String]
    /// What a learner has just proved.
    package let lesson: String
    /// The libraries that it needs besides the core; none unless given.
    package let uses: [String]?
  }

  package let info: Info

  /// Its folder in the package of exercises, as in `Step1Events/01-a-new-event`.
  package let path: String

  /// The folder of the package of exercises.
  package let package: URL

  package var number: Int { info.number }

  /// The number as it is written everywhere: `03`.
  package var label: String { info.number < 10 ? "0\(info.number)" : "\(info.number)" }

  package var module: String { "Exercise\(label)" }
  package var folder: URL { package.appending(path: path) }
  package var sources: URL { folder.appending(path: "Sources") }
  package var tests: URL { folder.appending(path: "Tests") }

  /// The folder with its solution and its mutants.
  package var solutionFolder: URL {
    package.appending(path: "Solutions").appending(path: folder.lastPathComponent)
  }

  /// A file in `Sources`, from the package of exercises.
  func pathOfSource(_ file: String) -> String { "\(path)/Sources/\(file)" }

  /// The same in a copy of its package.
  func copied(to package: URL) -> Exercise {
    Exercise(info: info, path: path, package: package)
  }
}
