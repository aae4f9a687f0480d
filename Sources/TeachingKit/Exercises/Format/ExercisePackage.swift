package import Foundation

/// The package of exercises: those that are in it, in order.
package struct ExercisePackage: Sendable {
  package let folder: URL

  /// In the order of their numbers.
  package let exercises: [Exercise]

  /// Reads each `exercise.json`.
  ///
  /// - Throws: `FormatError` if one cannot be read, or two have the same number.
  package init(_ folder: URL) throws {
    self.folder = folder
    var exercises: [Exercise] = []
    for step in try folder.subfolders() where step.lastPathComponent.hasPrefix("Step") {
      for exercise in try step.subfolders() {
        let path = "\(step.lastPathComponent)/\(exercise.lastPathComponent)"
        exercises.append(Exercise(info: try Self.info(of: exercise, path), path: path, package: folder))
      }
    }
    self.exercises = exercises.sorted { $0.number < $1.number }
    for (one, next) in zip(self.exercises, self.exercises.dropFirst()) where one.number == next.number {
      throw FormatError("\(next.path)/exercise.json", "the number \(one.number) is also that of \(one.path)")
    }
  }

  /// Some of a package's exercises, as they are in a copy of it.
  init(_ exercises: [Exercise], copiedTo folder: URL) {
    self.folder = folder
    self.exercises = exercises.map { $0.copied(to: folder) }
  }

  private static func info(of folder: URL, _ path: String) throws -> Exercise.Info {
    let file = "\(path)/exercise.json"
    do {
      return try JSONDecoder().decode(
        Exercise.Info.self, from: Data(contentsOf: folder.appending(path: "exercise.json")))
    } catch DecodingError.keyNotFound(let key, _) {
      throw FormatError(file, "“\(key.stringValue)” is missing")
    } catch DecodingError.typeMismatch(let type, let context), DecodingError.valueNotFound(let type, let context) {
      throw FormatError(file, "“\(context.codingPath.map(\.stringValue).joined(separator: "."))” must be a \(type)")
    } catch DecodingError.dataCorrupted(let context) {
      throw FormatError(file, context.codingPath.map(\.stringValue).joined(separator: ".") + context.debugDescription)
    } catch {
      throw FormatError(file, "it cannot be read")
    }
  }

  package func exercise(_ number: Int) -> Exercise? {
    exercises.first { $0.number == number }
  }
}

/// Something in the exercises' files is not in their format.
package struct FormatError: Error, Hashable, CustomStringConvertible {
  /// From the package of exercises.
  package let file: String
  package let line: Int?
  package let problem: String

  package init(_ file: String, line: Int? = nil, _ problem: String) {
    self.file = file
    self.line = line
    self.problem = problem
  }

  package var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(problem)." }
}
