package import Foundation

/// Notices when a file in a folder is saved, by looking again and again.
///
/// It looks at contents, not at notifications, so it works on every system, in containers and over networks.
package struct FileWatch: Sendable {
  private let folder: URL
  private var seen: [String: Data]

  package init(_ folder: URL) {
    self.folder = folder
    seen = Self.look(folder)
  }

  /// Whether anything is different from what it was the last time.
  package mutating func hasChanged() -> Bool {
    let now = Self.look(folder)
    defer { seen = now }
    return now != seen
  }

  private static func look(_ folder: URL) -> [String: Data] {
    folder.filesBelow(withExtension: "swift").reduce(into: [:]) { files, path in
      files[path] = (try? Data(contentsOf: folder.appending(path: path))) ?? Data()
    }
  }
}
