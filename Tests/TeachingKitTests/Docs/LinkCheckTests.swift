import Foundation
import TeachingKit
import Testing

@Suite("The check of links")
struct LinkCheckTests {
  /// The dead links of a page in a folder `pages`.
  private func problems(_ text: String) async throws -> [String] {
    var found: [String] = []
    try await withTestRepository { repository in
      try repository.write("README.md", "# Top\n## What is it?\n")
      try repository.write("pages/other page.md", "# Other\n")
      try repository.write("Sources/A.swift", "let a = 1\nlet b = 2\n")
      try repository.write("pages/page.md", text)
      found = try await repository.check().problems.map(\.description)
    }
    return found
  }

  @Test(
    arguments: [
      "../README.md", "../README.md#what-is-it", "#here", "other%20page.md#other", "<other page.md>", "/README.md#top",
      "..", "../Sources", "..#what-is-it", "../Sources/A.swift#L2", "../Sources/A.swift#L1-L2",
      "https://example.com/nowhere#x", "mailto:a@example.com", "./../pages/./page.md",
    ])
  func `follows links to what is there`(target: String) async throws {
    #expect(try await problems("# Here\n[a](\(target))\n") == [])
  }

  @Test(
    arguments: [
      ("missing.md", "there is no pages/missing.md"), ("../README.md#what-is-it-not", "Do you mean #what-is-it?"),
      ("#nowhere", "no heading #nowhere"), ("../../outside.md", "leads out of the repository"),
      ("../Sources/A.swift#L3", "has only 2 lines"), ("../Sources/A.swift#a", "only a page has anchors"),
      ("../Sources/B.swift", "there is no Sources/B.swift"), ("", "no target"), ("../readme.md", "no readme.md"),
    ])
  func `reports links to what is not there, with their line`(target: String, text: String) async throws {
    let problems = try await problems("# Here\n\nText\n[a](\(target))\n")
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix("pages/page.md:4: ") == true)
    #expect(problems.first?.contains(text) == true)
  }

  @Test func `reports a reference that is not defined`() async throws {
    #expect(try await problems("[a][b] and [c][]\n\n[B]: ../README.md\n").count == 1)
  }
}
