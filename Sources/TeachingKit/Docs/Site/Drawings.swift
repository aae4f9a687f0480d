package import Foundation

/// The pictures of all diagrams that the site shows.
package struct Drawings: Sendable {
  private let folder: URL
  private let drawingsFolder: URL

  /// - Parameter folder: The top of the repository.
  package init(in folder: URL) {
    self.folder = folder
    drawingsFolder = folder.appending(path: SiteCatalog.drawingsFolder)
  }

  /// The diagrams on the pages of the site.
  package func diagrams() throws -> Set<Diagram> {
    try Set(
      SitePages(in: folder).all.flatMap { entry in
        try MarkdownPage(path: entry.path, in: folder).fences.filter { $0.language == "mermaid" }.map {
          Diagram(lines: $0.content)
        }
      })
  }

  /// Draws the diagrams that have no picture, and removes the pictures whose diagram is gone.
  ///
  /// - Returns: How many were drawn, and how many files removed.
  package func renew(with artist: DiagramArtist) async throws -> (drawn: Int, removed: Int) {
    try FileManager.default.createDirectory(at: drawingsFolder, withIntermediateDirectories: true)
    let present = try Set(FileManager.default.contentsOfDirectory(atPath: drawingsFolder.path))
    let diagrams = try diagrams()
    let lacking = try diagrams.filter { try !present.isSuperset(of: $0.files) }
    if !lacking.isEmpty {
      for (file, svg) in try await artist.draw(Array(lacking)) {
        try svg.write(to: drawingsFolder.appending(path: file), atomically: true, encoding: .utf8)
      }
    }
    let idle = try present.subtracting(diagrams.flatMap { try $0.files })
    for file in idle { try FileManager.default.removeItem(at: drawingsFolder.appending(path: file)) }
    return (lacking.count, idle.count)
  }
}
