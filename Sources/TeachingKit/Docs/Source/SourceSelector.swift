/// Which part of a file is shown.
package struct SourceSelector: Equatable, Sendable {
  /// The file, from the top of the repository.
  package var path: String

  /// A region's or declaration's name as written, for example `Example.setFoo(to:at:)`; `nil` for the whole file.
  package var name: String?

  /// Whether a declaration is shown with its documentation.
  package var withDocumentation = false

  /// What is shown in place of what the file has.
  package var replacements: [Replacement] = []

  package struct Replacement: Equatable, Sendable {
    package let old: String
    package let new: String
  }

  package init(
    path: String, name: String? = nil, withDocumentation: Bool = false, replacements: [Replacement] = []
  ) {
    self.path = path
    self.name = name
    self.withDocumentation = withDocumentation
    self.replacements = replacements
  }
}

/// Why a part of a file cannot be shown, in a sentence that says what to do.
package struct NotFoundInSource: Error, Equatable, CustomStringConvertible {
  package let description: String
}
