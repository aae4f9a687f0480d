package import Foundation

/// The Markdown files of the repository.
package enum MarkdownFiles {
  /// Their paths from the folder, in order.
  ///
  /// What is hidden is left out, and so are folders of builds.
  package static func paths(in folder: URL) -> [String] {
    let top = folder.resolvingSymlinksInPath().path
    let files = FileManager.default.enumerator(
      at: folder.resolvingSymlinksInPath(), includingPropertiesForKeys: nil, options: [.skipsHiddenFiles])
    var paths: [String] = []
    while let file = files?.nextObject() as? URL {
      if file.pathExtension == "md" { paths.append(String(file.path.dropFirst(top.count + 1))) }
    }
    return paths.sorted()
  }

  /// Whether its fences are wrong answers to exercises: those are compiled elsewhere.
  static func holdsWrongAnswers(_ path: String) -> Bool {
    path.hasPrefix("Exercises/") && path.hasSuffix("/mutants.md")
  }
}
