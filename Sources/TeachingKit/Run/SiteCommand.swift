import ArgumentParser
import Foundation
import TeachingKit

struct SiteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "site", abstract: "Makes the parts of the site that DocC does not: `make docs` calls it.",
    discussion: "Example: swift run kit site check .build/site", shouldDisplay: false,
    subcommands: [Catalog.self, Check.self, Draw.self])

  struct Catalog: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes the folder that DocC makes the site of.",
      discussion: "Example: swift run kit site catalog .build/Kit.docc --symbols .build/symbols")

    @Argument(help: "The folder to write; it must not be there.")
    var catalog: String

    @Option(help: "The folder with the symbol graphs of the libraries.")
    var symbols: String

    func run() async throws {
      let symbols = try SiteSymbols(in: URL(filePath: symbols))
      let count = try SiteCatalog(folder: PackageFolder().url, symbols: symbols).write(to: URL(filePath: catalog))
      print("\(count) articles, and \(symbols.names.count) libraries.")
    }
  }

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Follows all links inside a site.", discussion: "Example: swift run kit site check .build/site")

    @Argument(help: "The site's folder.")
    var site: String

    func run() async throws {
      let check = try SiteCheck(site: URL(filePath: site))
      for problem in check.problems { print(problem) }
      print("\(check.pages) pages, \(check.links) links inside the site, \(check.problems.count) problems.")
      if !check.problems.isEmpty { throw ExitCode.failure }
    }
  }

  struct Draw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Draws the diagrams of the pages that were changed, for the site.",
      discussion: """
        Example: swift run kit site draw mermaid.min.js

        It needs Chromium, and the file mermaid.min.js of Mermaid 11 (in the folder dist of its npm package). The \
        drawings are kept in \(SiteCatalog.drawingsFolder), so that nobody else needs them.
        """)

    @Argument(help: "Mermaid's file.")
    var mermaid: String

    @Option(help: "Chromium's program.")
    var browser = "chromium"

    func validate() throws {
      guard FileManager.default.fileExists(atPath: mermaid) else { throw ValidationError("There is no \(mermaid).") }
    }

    func run() async throws {
      let artist = DiagramArtist(mermaid: URL(filePath: mermaid), browser: browser)
      let (drawn, removed) = try await Drawings(in: PackageFolder().url).renew(with: artist)
      print("Diagrams drawn: \(drawn). Files removed: \(removed).")
    }
  }
}
