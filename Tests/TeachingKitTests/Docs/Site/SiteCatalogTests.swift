import Foundation
import TeachingKit
import Testing

@Suite("The catalog of the site")
struct SiteCatalogTests {
  private let symbols = SiteSymbols(names: ["EventSourcing": ["Repository", "EventBus"]])

  /// The articles that come of a repository with these files, by their names.
  private func articles(_ files: [String: String]) async throws -> [String: String] {
    let always = [
      SiteCatalog.landingPage: "# Kit\n\n## Topics\n\n### Libraries\n\n- ``/EventSourcing``\n",
      "Tutorials/Site/Libraries/EventSourcing.md": "# ``EventSourcing``\n",
      "Tutorials/Site/header.html": "", "\(SiteCatalog.drawingsFolder)/old.svg": "<svg/>",
    ]
    return try await withScratchFolder { folder in
      let repository = TestRepository(folder: folder, toolchain: PretendedToolchain(folder: folder))
      for (path, text) in always.merging(files, uniquingKeysWith: { $1 }) { try repository.write(path, text) }
      let catalog = folder.appending(path: "Kit.docc")
      try SiteCatalog(folder: folder, symbols: symbols).write(to: catalog)
      var articles: [String: String] = [:]
      for name in try FileManager.default.contentsOfDirectory(atPath: catalog.path) {
        articles[name] = try repository.read("Kit.docc/\(name)")
      }
      return articles
    }
  }

  private func article(_ text: String) async throws -> String {
    try #require(
      try await articles([
        "Tutorials/1-events.md": text, "Tutorials/2-entity.md": "# 2\n\n## What goes *wrong*, and `why`\n",
        "README.md": "# Top\n", "Tutorials/README.md": "# Path\n",
      ])["1-events.md"])
  }

  @Test func `names the articles on the first page, steps in the order of their numbers`() async throws {
    let names = ["README", "minimal", "1-events", "10-views", "9-aggregate"]
    var files = Dictionary(uniqueKeysWithValues: names.map { ("Tutorials/\($0).md", "# \($0)\n") })
    files["README.md"] = "# The project\n"
    files["Exercises/README.md"] = "# Exercises\n"
    let landing = try #require(try await articles(files)["Kit.md"])
    let order = landing.matches(of: /<doc:(.*)>/).map { String($0.1) }
    #expect(
      order == ["getting-started", "the-path", "minimal", "1-events", "9-aggregate", "10-views", "exercises"])
    #expect(landing.hasSuffix("### Libraries\n\n- ``/EventSourcing``\n"))
  }

  @Test func `has the libraries' own pages, the drawings, and a readme by a title that says what it is`() async throws {
    let articles = try await articles(["README.md": "# Event sourcing\n\nText.\n"])
    #expect(articles["EventSourcing.md"] == "# ``EventSourcing``\n")
    #expect(articles["old.svg"] == "<svg/>")
    #expect(articles["getting-started.md"]?.hasPrefix("# Getting started\n\n@Options {") == true)
  }

  @Test(
    arguments: [
      ("[two](2-entity.md)", "[two](doc:2-entity)"),
      ("[why](2-entity.md#what-goes-wrong-and-why)", "[why](doc:2-entity#What-goes-wrong%2C-and-why)"),
      ("[over\nthe line](../README.md)", "[over\nthe line](doc:getting-started)"),
      ("[`a[b]`](..)", "[`a[b]`](doc:getting-started)"),
      ("[R](../Sources/EventSourcing/Application/Repository.swift)", "[R](doc:/EventSourcing/Repository)"),
      ("[path](.)", "[path](doc:the-path)"), ("[core](../Sources/EventSourcing)", "[core](doc:/EventSourcing)"),
      ("[Hidden](../Sources/EventSourcing/Hidden.swift)", "`Sources/EventSourcing/Hidden.swift`"),
      ("[the trap](Traps/Trap1.swift)", "the trap (`Tutorials/Traps/Trap1.swift`)"),
      ("| x | [tests](../Tests) |", "| x | tests |"), ("[web](https://example.com)", "[web](https://example.com)"),
      ("`[two](2-entity.md)`", "`[two](2-entity.md)`"),
    ])
  func `rewrites links`(written: String, becomes: String) async throws {
    let article = try await article("# 1\n\n\(written)\n\n```md\n[two](2-entity.md)\n```\n")
    #expect(article.contains("\n\(becomes)\n"))
    #expect(article.contains("\n```md\n[two](2-entity.md)\n```\n"), "A fence stays as it is.")
  }

  @Test func `leaves comments out, but not those in fences`() async throws {
    let article = try await article("# 1\n\n<!-- code: x\n  y -->\n```html\n<!-- shown -->\n```\n")
    #expect(!article.contains("code: x"))
    #expect(article.contains("```html\n<!-- shown -->\n```\n"))
  }

  @Test func `makes an aside of what is said of another language`() async throws {
    let article = try await article("# 1\n\n> **In Python** the entity\n> changes.\n\n> **In Python** (3) it\n")
    #expect(article.contains("\n> In Python: The entity\n> changes.\n"))
    #expect(article.contains("\n> In Python: In Python (3) it\n"))
  }

  @Test func `shows a diagram by its drawing, told in words`() async throws {
    let diagram = Diagram(lines: ["flowchart LR", "  a([one]) -- makes --> b[two]"])
    let file = try diagram.files[0]
    var files = ["Tutorials/1-events.md": "# 1\n\n```mermaid\n\(diagram.source)```\n\nText.\n"]
    for name in try diagram.files { files["\(SiteCatalog.drawingsFolder)/\(name)"] = "<svg/>" }
    let article = try #require(try await articles(files)["1-events.md"])
    #expect(article.contains("\n![one makes two](\(file))\n\nText.\n"))
    #expect(!article.contains("flowchart"))
  }

  @Test func `refuses a diagram whose text is not what was drawn`() async throws {
    let text = "# 1\n\n```mermaid\nflowchart LR\n  a --> b\n```\n"
    let problem = await #expect(throws: Problem.self) { try await article(text) }
    #expect(problem?.path == "Tutorials/1-events.md")
    #expect(problem?.line == 3)
  }
}
