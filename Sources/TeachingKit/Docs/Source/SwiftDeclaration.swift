/// A declaration in a Swift file, at its top or in a type; not one in the body of a function.
struct SwiftDeclaration: Equatable {
  /// Its keyword: `struct`, `func`, `case`.
  let kind: String

  /// Its name; more than one for a `case` with several.
  let names: [String]

  /// The argument labels with parentheses, of what has them: `(to:at:)`.
  let labels: String?

  /// The names of the types around it, outermost first.
  let context: [String]

  /// From its first attribute or modifier to its end, in UTF-8 bytes of the source.
  let range: Range<Int>

  /// The same, beginning with its documentation.
  let rangeWithDocumentation: Range<Int>

  /// As it is named in messages: `func Example.setFoo(to:at:)`.
  var description: String {
    "\(kind) \((context + [names.joined(separator: ", ")]).joined(separator: "."))\(labels ?? "")"
  }
}
