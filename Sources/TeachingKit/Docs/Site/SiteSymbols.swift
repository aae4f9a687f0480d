package import Foundation

/// The libraries that the site describes, and the names that each has for all to use.
package struct SiteSymbols: Equatable, Sendable {
  /// By the library's name; without what belongs to a type.
  package let names: [String: Set<String>]

  package init(names: [String: Set<String>]) {
    self.names = names
  }

  /// Reads symbol graphs.
  ///
  /// - Parameter folder: With a file `Library.symbols.json` for each library.
  package init(in folder: URL) throws {
    let suffix = ".symbols.json"
    var names: [String: Set<String>] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix(suffix) {
      // `A@B` holds what library A adds to the types of library B.
      let library = file.dropLast(suffix.count).prefix { $0 != "@" }
      let graph = try JSONDecoder().decode(Graph.self, from: Data(contentsOf: folder.appending(path: file)))
      let paths = graph.symbols.map(\.pathComponents).filter { $0.count == 1 }
      names[String(library), default: []].formUnion(paths.joined())
    }
    self.names = names
  }

  /// The address, for DocC, of what a file or folder is about.
  ///
  /// - Parameter path: Such as `Sources/EventSourcing/Application/Repository.swift`, or `Sources/EventSourcing`.
  package func address(of path: String) -> String? {
    let parts = path.split(separator: "/")
    guard parts.count >= 2, parts[0] == "Sources", let known = names[String(parts[1])] else { return nil }
    if parts.count == 2 { return "/\(parts[1])" }
    guard let last = parts.last, last.hasSuffix(".swift"), known.contains(String(last.dropLast(6))) else { return nil }
    return "/\(parts[1])/\(last.dropLast(6))"
  }

  private struct Graph: Decodable {
    let symbols: [Symbol]

    struct Symbol: Decodable {
      let pathComponents: [String]
    }
  }
}
