import TeachingKit
import Testing

@Suite("The anchor of a heading")
struct GitHubSlugTests {
  @Test(
    arguments: [
      ("What is event sourcing?", "what-is-event-sourcing"),
      ("Step 3 · The store", "step-3--the-store"),
      ("`mutate(_:with:)` and `Entity`", "mutate_with-and-entity"),
      ("Use the [library](../README.md)!", "use-the-library"),
      ("snake_case, _emphasis_ and **more**", "snake_case-emphasis-and-more"),
      ("Größe – Ünïcode", "größe--ünïcode"),
      ("C++ & C#", "c--c"),
      ("🌍 World", "-world"),
      ("1.2 Try-it", "12-try-it"),
    ])
  func `is GitHub's`(heading: String, slug: String) {
    var slugs = GitHubSlugs()
    #expect(slugs.slug(of: heading) == slug)
  }

  @Test func `is numbered when it was there before`() {
    var slugs = GitHubSlugs()
    let headings = ["Next", "Next", "Next 1", "next", "Next-1"]
    #expect(headings.map { slugs.slug(of: $0) } == ["next", "next-1", "next-1-1", "next-2", "next-1-2"])
  }
}
