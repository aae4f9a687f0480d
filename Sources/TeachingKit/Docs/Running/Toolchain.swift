package import Foundation

/// What the check of pages asks of the compiler and the package manager.
package protocol Toolchain: Sendable {
  /// Builds the package's libraries and executables.
  ///
  /// - Returns: The folder with the executables.
  /// - Throws: `BuildFailed`.
  func build() async throws -> URL

  /// Builds a package inside this one, and runs its tests.
  ///
  /// - Throws: `BuildFailed`.
  func test(packageIn folder: URL) async throws

  /// The Swift files that the targets of a package are made of, by their paths from its folder, and its manifest.
  func sources(ofPackageIn folder: URL) async throws -> Set<String>

  /// What the compiler says of a file that may use the libraries of the package.
  ///
  /// - Parameter programs: What `build` returned.
  func diagnostics(for file: URL, programs: URL) async throws -> [Diagnostic]
}

/// A line that the compiler prints about source.
package struct Diagnostic: Equatable, Sendable {
  package enum Severity: String, Sendable {
    case error, warning, note
  }

  package let severity: Severity
  package let message: String

  package init(_ severity: Severity, _ message: String) {
    self.severity = severity
    self.message = message
  }

  /// As a page shows it: `error: switch must be exhaustive`.
  package var line: String { "\(severity.rawValue): \(message)" }
}

/// What was to be built or tested could not be.
package struct BuildFailed: Error, CustomStringConvertible {
  package let description: String

  /// - Parameter output: What was printed: only lines that look like errors are kept, or the last if none does.
  package init(_ command: String, output: String) {
    let lines = output.split(separator: "\n")
    // A build tells the same error more than once.
    var seen: Set<Substring> = []
    let errors = lines.filter {
      ($0.contains("error:") || $0.contains("recorded an issue")) && seen.insert($0).inserted
    }
    let shown = errors.isEmpty ? lines.suffix(10) : errors.prefix(20)
    description = "\(command) fails:\n" + shown.joined(separator: "\n")
  }
}
