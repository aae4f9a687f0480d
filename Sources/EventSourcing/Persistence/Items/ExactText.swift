/// A text as a key that is compared byte for byte.
///
/// Swift's own strings are equal where their characters are: a letter with its accent is then the same composed and
/// decomposed, which to a database are two names.
package struct ExactText: Hashable, Sendable {
  private let bytes: [UInt8]

  package init(_ text: String) {
    bytes = Array(text.utf8)
  }
}
