import Foundation

/// What the pages of the package tell their reader to copy.
struct CopiesInMarkdown {
  /// Sorted.
  let names: [String]

  /// Looks for `kit copy NAME` in the README, the tutorials and the exercises.
  init(in folder: PackageFolder) throws {
    var pages = [folder.appending("README.md")]
    for name in ["Tutorials", "Exercises"] {
      let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.appending(name).path)
      pages += paths.filter { $0.hasSuffix(".md") && !$0.contains(".build/") }.map { folder.appending("\(name)/\($0)") }
    }
    names = try Set(pages.flatMap { try Self.names(in: String(contentsOf: $0, encoding: .utf8)) }).sorted()
  }

  /// A word all in capitals stands for a name, as in `kit copy NAME DIRECTORY`.
  static func names(in text: String) -> [String] {
    text.matches(of: /kit copy (?:--[a-z-]+ )*([A-Za-z][A-Za-z0-9.]*)/).map { String($0.output.1) }
      .filter { $0 != $0.uppercased() }
  }
}
