package import Foundation

/// The pages of Markdown that are articles of the site, in the order in which they are read.
package struct SitePages: Sendable {
  package struct Entry: Equatable, Sendable {
    /// From the top of the repository.
    package let path: String

    /// The article's name in addresses and links.
    package let name: String

    /// Stands in place of the page's own title, if that would not say on the site what the page is.
    package let title: String?
  }

  /// What to know before the path: `README.md` at the top.
  package let start: Entry?

  /// The tutorials: their overview, the first look, and the steps by their numbers.
  package let path: [Entry]

  /// The overview of the exercises.
  package let exercises: Entry?

  package var all: [Entry] { [start].compactMap(\.self) + path + [exercises].compactMap(\.self) }

  /// Lists what is there.
  ///
  /// - Parameter folder: The top of the repository.
  package init(in folder: URL) throws {
    func entry(_ path: String, name: String, title: String? = nil) -> Entry? {
      guard FileManager.default.fileExists(atPath: folder.appending(path: path).path) else { return nil }
      return Entry(path: path, name: name, title: title)
    }
    start = entry("README.md", name: "getting-started", title: "Getting started")
    exercises = entry("Exercises/README.md", name: "exercises")
    let tutorials = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "Tutorials").path)
    let steps = tutorials.filter { $0.hasSuffix(".md") && $0 != "README.md" }.map { String($0.dropLast(3)) }
    path =
      [entry("Tutorials/README.md", name: "the-path")].compactMap(\.self)
      + steps.sorted { ($0.pageNumber, $0) < ($1.pageNumber, $1) }.map {
        Entry(path: "Tutorials/\($0).md", name: $0, title: nil)
      }
  }

  /// - Parameter path: From the top of the repository.
  package func entry(at path: String) -> Entry? {
    all.first { $0.path == path }
  }
}

extension String {
  /// The number that it begins with; 0 if it begins with none.
  fileprivate var pageNumber: Int { Int(prefix(while: \.isNumber)) ?? 0 }
}
