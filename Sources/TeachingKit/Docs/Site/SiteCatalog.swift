package import Foundation

/// The folder that DocC makes the site of, apart from what the compiler says of the libraries.
package struct SiteCatalog: Sendable {
  private let folder: URL
  private let symbols: SiteSymbols

  /// The folder with the diagrams as they were drawn, from the top of the repository.
  package static let drawingsFolder = "Tutorials/Site/Diagrams"

  /// The first page, from the top of the repository.
  ///
  /// It gets the list of articles.
  package static let landingPage = "Tutorials/Site/Kit.md"

  /// - Parameter folder: The top of the repository.
  package init(folder: URL, symbols: SiteSymbols) {
    self.folder = folder
    self.symbols = symbols
  }

  /// Writes the first page, an article for each page of Markdown, their diagrams, and what libraries say of themselves.
  ///
  /// - Parameter catalog: Must not be there, or be empty; its name ends in `.docc`.
  /// - Returns: How many articles there are.
  /// - Throws: `Problem` for a diagram without a drawing, or what Foundation throws.
  @discardableResult
  package func write(to catalog: URL) throws -> Int {
    try FileManager.default.createDirectory(at: catalog, withIntermediateDirectories: true)
    let pages = try SitePages(in: folder)
    let texts = try pages.all.map { try MarkdownPage(path: $0.path, in: folder) }
    let links = SiteLinks(pages: pages, texts: texts, symbols: symbols)
    let drawings = try self.drawings()
    for (entry, page) in zip(pages.all, texts) {
      let article = SiteArticle(page, title: entry.title, links: links)
      try write(article.text(drawings: Set(drawings)), to: catalog.appending(path: "\(entry.name).md"))
    }
    let landing = try String(contentsOf: folder.appending(path: Self.landingPage), encoding: .utf8)
    try write(Self.landing(landing, with: pages), to: catalog.appending(path: "Kit.md"))
    try copy("Tutorials/Site/header.html", to: catalog)
    for drawing in drawings { try copy("\(Self.drawingsFolder)/\(drawing)", to: catalog) }
    for library in symbols.names.keys { try copy("Tutorials/Site/Libraries/\(library).md", to: catalog) }
    return texts.count
  }

  private func drawings() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: Self.drawingsFolder).path)
  }

  /// The first page, whose list of topics begins with the articles.
  private static func landing(_ text: String, with pages: SitePages) -> String {
    func list(_ entries: [SitePages.Entry]) -> String {
      entries.map { "- <doc:\($0.name)>\n" }.joined()
    }
    let articles = "### Begin here\n\n\(list([pages.start].compactMap(\.self)))\n### Tutorials\n\n\(list(pages.path))"
    let exercises = pages.exercises.map { "\n### Practice\n\n\(list([$0]))" } ?? ""
    return text.replacing("## Topics\n", with: "## Topics\n\n\(articles)\(exercises)")
  }

  private func write(_ text: String, to file: URL) throws {
    try text.write(to: file, atomically: false, encoding: .utf8)
  }

  private func copy(_ path: String, to catalog: URL) throws {
    let file = folder.appending(path: path)
    try FileManager.default.copyItem(at: file, to: catalog.appending(path: file.lastPathComponent))
  }
}
