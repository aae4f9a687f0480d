/// What a fence is bound to, as the comment before it says.
package enum Binding: Equatable, Sendable {
  /// It shows a part of a file that is compiled.
  case code(SourceSelector)

  /// It shows what a program of this package prints.
  case output(ShownOutput)

  /// Its commands are run, and what they print is compared.
  case console

  /// It shows code that must not compile.
  case fails(SourceSelector)

  /// It shows the compiler's message about the `fails` fence before it.
  case message(withNotes: Bool)

  /// It is shown as it is, for a reason.
  case byHand(language: String)

  /// What a program prints, or a part of it.
  package struct ShownOutput: Hashable, Sendable {
    package var program: ProgramRun

    /// The part begins with the first line that contains this; `nil` for the first of all.
    package var from: String?

    /// The part ends with the first line after its beginning that contains this; `nil` for the last of all.
    package var through: String?

    package init(program: ProgramRun, from: String? = nil, through: String? = nil) {
      self.program = program
      self.from = from
      self.through = through
    }
  }
}

/// A run of one of this package's executables.
package struct ProgramRun: Hashable, Sendable {
  package let name: String
  package let arguments: [String]

  /// What it must exit with.
  package let status: Int32

  package init(name: String, arguments: [String] = [], status: Int32 = 0) {
    self.name = name
    self.arguments = arguments
    self.status = status
  }
}
