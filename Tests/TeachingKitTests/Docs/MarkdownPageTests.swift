import TeachingKit
import Testing

@Suite("A page of Markdown")
struct MarkdownPageTests {
  private func page(_ text: String) -> MarkdownPage { MarkdownPage(path: "a.md", text: text) }

  @Test func `has fences with their language, place and content`() {
    let page = page("Text\n\n```swift title\nlet a = 1\n\nlet b = 2\n```\n~~~text\n```\n~~~\n")
    #expect(page.fences.map(\.language) == ["swift", "text"])
    #expect(page.fences.map(\.line) == [3, 8])
    #expect(page.fences.map(\.content) == [["let a = 1", "", "let b = 2"], ["```"]])
    #expect(page.problems.isEmpty)
  }

  @Test func `has fences in lists, without their indentation`() {
    let page = page("1. Do\n\n   ```sh\n   a\n     b\n\n   ```\n")
    #expect(page.fences.first?.content == ["a", "  b", ""])
    let renewed = page.text(withContents: [3: ["c", "", "  d"]])
    #expect(renewed == "1. Do\n\n   ```sh\n   c\n\n     d\n   ```\n")
  }

  @Test func `takes a longer fence around a shorter`() {
    let page = page("````text\n```swift\n```\n````\nEnd\n")
    #expect(page.fences.map(\.content) == [["```swift", "```"]])
  }

  @Test func `does not take code within a line for a fence`() {
    #expect(page("```not a fence```\n").fences.isEmpty)
  }

  @Test func `binds a comment to the next fence, over empty lines but not over text`() {
    let page = page("<!-- one -->\n\n```a\n```\n<!-- two -->\nText\n```b\n```\n<!--\n  three\n-->\n```c\n```\n")
    #expect(page.fences.map(\.comment?.text) == ["one", nil, "three"])
    #expect(page.fences.map(\.comment?.line) == [1, nil, 9])
    #expect(page.comments.count == 3)
  }

  @Test func `does not take what is in a fence for a comment, heading or link`() {
    let page = page("```text\n<!-- code: A.swift -->\n# Heading\n[a](b.md)\n```\n")
    #expect(page.comments.isEmpty)
    #expect(page.headings.isEmpty)
    #expect(page.links.isEmpty)
  }

  @Test func `has links of all kinds, with their lines`() {
    let page = page(
      """
      # A [heading](h.md)
      A [link
      over lines](one.md "Title"), `[code](no.md)` and [two](<two words.md>) ![p](p(1).png)
      <!-- [no](no.md) -->
      <a href="three.md">Three</a> ``a ` [no](no.md)`` [![x](i.png)](four.md)

      [ref]: five.md
      """)
    #expect(
      page.links.map(\.target) == [
        "h.md", "one.md", "two words.md", "p(1).png", "i.png", "four.md", "three.md", "five.md",
      ])
    #expect(page.links.map(\.line) == [1, 3, 3, 3, 5, 5, 5, 7])
  }

  @Test func `reports fences and comments without an end, and fences that it does not read`() {
    #expect(page("a\n```swift\nlet a = 1\n").problems.map(\.line) == [2])
    #expect(page("<!-- code: A.swift\n").problems.map(\.line) == [1])
    #expect(page("> ```swift\n> let a = 1\n> ```\n").problems.map(\.line) == [1, 3])
    #expect(page("- ```swift\n").problems.map(\.line) == [1])
  }

  @Test func `knows the anchors of its headings, and those set by hand`() {
    let page = page("# One\n## One\n<a name=\"by-hand\"></a>\n## Two ##\n#no heading\n")
    #expect(page.anchors == ["one", "one-1", "by-hand", "two"])
  }
}
