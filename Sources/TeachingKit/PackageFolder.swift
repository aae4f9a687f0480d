package import Foundation

/// The folder at the top of this package.
package struct PackageFolder: Sendable {
  package let url: URL

  /// Looks for it in a folder and those above.
  ///
  /// - Throws: `NotFound` if none of them is it.
  package init(above folder: URL = .currentDirectory()) throws(NotFound) {
    var candidate = folder.standardizedFileURL
    while !Self.isTop(candidate) {
      let above = candidate.deletingLastPathComponent().standardizedFileURL
      guard above.path != candidate.path else { throw NotFound(start: folder.path) }
      candidate = above
    }
    url = candidate
  }

  package func appending(_ path: String) -> URL {
    url.appending(path: path)
  }

  private static func isTop(_ folder: URL) -> Bool {
    ["Package.swift", "Sources/EventSourcing", "Tutorials", "Exercises"].allSatisfy {
      FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
    }
  }

  package struct NotFound: Error, Equatable, CustomStringConvertible {
    package let start: String

    package var description: String {
      "\(start) is not in a clone of this package. Go to its top folder and try again."
    }
  }
}
