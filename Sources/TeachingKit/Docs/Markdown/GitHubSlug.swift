import Foundation

/// The anchors that GitHub gives to the headings of a page.
///
/// The rules are those of GitHub's own html-pipeline: lower case, nothing but letters, digits, marks, `_`, `-`, and `-`
/// for each space. A heading whose anchor is taken gets `-1`, `-2` and so on.
package struct GitHubSlugs {
  private var taken: [String: Int] = [:]

  package init() {}

  /// The anchor of the next heading of the page, without `#`.
  ///
  /// - Parameter heading: As written in Markdown, without the number signs.
  package mutating func slug(of heading: String) -> String {
    let base = Self.plainSlug(of: heading)
    var slug = base
    while taken[slug] != nil {
      let count = (taken[base] ?? 0) + 1
      taken[base] = count
      slug = "\(base)-\(count)"
    }
    taken[slug] = 0
    return slug
  }

  private static func plainSlug(of heading: String) -> String {
    var slug = ""
    for scalar in shownText(of: heading).lowercased().unicodeScalars {
      if scalar == " " {
        slug.unicodeScalars.append("-")
      } else if isKept(scalar) {
        slug.unicodeScalars.append(scalar)
      }
    }
    return slug
  }

  private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "-" || scalar == "_" { return true }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .connectorPunctuation:
      return true
    default: return false
    }
  }

  /// What a reader sees of a heading: links without their targets, words without the marks of emphasis.
  ///
  /// Asterisks and backticks need no care, as an anchor leaves them out. What is between backticks keeps its `_`.
  private static func shownText(of heading: String) -> String {
    let withoutLinks = heading.replacing(/!?\[([^\]]*)\]\([^)]*\)/) { $0.output.1 }
    var shown = ""
    for (index, part) in withoutLinks.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
      shown += index % 2 == 1 ? part : part.replacing(/(^|\W)_([^_]+)_(?=\W|$)/) { $0.output.1 + $0.output.2 }
    }
    return shown
  }
}
