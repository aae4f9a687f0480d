/// The smallest part of Swift source that finding declarations needs.
struct SwiftToken: Equatable {
  enum Kind: Equatable {
    /// A name or keyword; one in backticks is always a name.
    case word
    /// A number, string or regular expression, whatever is in it.
    case literal
    /// A run of operator characters, the full stop among them.
    case symbol
    /// `(`, `[` or `{`.
    case open
    /// `)`, `]` or `}`.
    case close
    /// `,`, `:`, `@` and the like.
    case punctuation
    case semicolon
    case newline
    case comment
    /// A comment that documents the declaration after it.
    case documentation
    /// A whole line such as `#if DEBUG`.
    case directive
  }

  let kind: Kind

  /// Where it is, in UTF-8 bytes of the source.
  let range: Range<Int>

  let text: String
}
