/// A declaration in a Swift file, at its top or in a type; not one in the body of a function.
package struct SwiftDeclaration: Equatable {
  /// Its keyword: `struct`, `func`, `case`.
  package let kind: String

  /// Its name; more than one for a `case` with several.
  package let names: [String]

  /// The argument labels with parentheses, of what has them: `(to:at:)`.
  package let labels: String?

  /// The names of the types around it, outermost first.
  package let context: [String]

  /// From its first attribute or modifier to its end, in UTF-8 bytes of the source.
  package let range: Range<Int>

  /// The same, beginning with its documentation.
  package let rangeWithDocumentation: Range<Int>

  /// As it is named in messages: `func Example.setFoo(to:at:)`.
  package var description: String {
    "\(kind) \((context + [names.joined(separator: ", ")]).joined(separator: "."))\(labels ?? "")"
  }
}
