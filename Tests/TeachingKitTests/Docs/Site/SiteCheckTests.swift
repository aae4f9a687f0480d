import Foundation
import TeachingKit
import Testing

@Suite("The check of the site")
struct SiteCheckTests {
  /// A site of two pages and a picture, with these files changed; `nil` takes one away.
  private func problems(_ changes: [String: String?] = [:]) async throws -> [String] {
    var files: [String: String] = [
      "index.html": "<meta http-equiv=\"refresh\" content=\"0; url=documentation/kit/\">",
      "data/documentation/kit.json": #"{"references": {"a": {"url": "/documentation/kit/A#Part"}}}"#,
      "data/documentation/kit/a.json": #"{"images": [{"url": "/images/a.svg"}, {"url": "https://example.com"}]}"#,
      "index/index.json": #"{"children": [{"path": "/documentation/kit"}]}"#, "images/a.svg": "<svg/>",
      "documentation/kit/index.html": "<a href=\"/documentation/kit/\"></a>", "documentation/kit/A/index.html": "",
    ]
    for (path, text) in changes { files[path] = text }
    return try await withScratchFolder { folder in
      let repository = TestRepository(folder: folder, toolchain: PretendedToolchain(folder: folder))
      for (path, text) in files { try repository.write(path, text) }
      return try SiteCheck(site: folder).problems
    }
  }

  @Test func `finds nothing wrong where all links lead to something`() async throws {
    #expect(try await problems().isEmpty)
  }

  @Test(
    arguments: [
      ("images/a.svg", "/images/a.svg"), ("data/documentation/kit/a.json", "/documentation/kit/A"),
      ("documentation/kit/A/index.html", "/documentation/kit/A"), ("index.html", "index.html is not there"),
    ])
  func `finds a link to what is not there`(missing: String, named: String) async throws {
    let problems = try await problems([missing: nil])
    #expect(problems.contains { $0.contains(named) })
  }

  @Test func `finds a link that DocC has passed on unresolved`() async throws {
    let problems = try await problems(["data/documentation/kit/a.json": #"{"url": "2-entity.md"}"#])
    #expect(problems == ["documentation/kit/a.json: 2-entity.md is no address on the site."])
  }

  @Test func `finds a dead link that stands on every page`() async throws {
    let problems = try await problems(["documentation/kit/index.html": "<a href=\"/documentation/gone/\"></a>"])
    #expect(problems.count == 1)
  }

  @Test func `finds what no list of topics names`() async throws {
    let page = #"""
      {"metadata": {"role": "collection"}, "topicSections": [{"identifiers": ["x/A"]},
        {"generated": true, "identifiers": ["x/B"]}]}
      """#
    let problems = try await problems(["data/documentation/kit/a.json": page])
    #expect(problems == ["documentation/kit/a.json: no list of topics names x/B."])
  }
}
