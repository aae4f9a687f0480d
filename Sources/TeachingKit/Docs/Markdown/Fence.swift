/// A fenced block of code on a page.
package struct Fence: Equatable, Sendable {
  /// The first word after the opening line's backticks; empty if there is none.
  package let language: String

  /// The line of the opening backticks, counted from 1; the content begins on the next.
  package let line: Int

  /// The lines between, without the indentation of the opening line.
  package let content: [String]

  /// The white space before the opening backticks.
  package let indentation: String

  /// How many backticks or tildes open it: a longer run in the content would close it.
  package let length: Int

  /// The HTML comment before it, with nothing but empty lines between.
  package let comment: MarkdownComment?
}

/// An HTML comment that begins a line of a page.
package struct MarkdownComment: Equatable, Sendable {
  /// The line where it begins, counted from 1.
  package let line: Int

  /// What it says, without its marks and the white space around.
  package let text: String
}
