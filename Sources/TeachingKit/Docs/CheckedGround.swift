import Foundation

/// What can be known before pages are checked one by one.
struct CheckedGround: Sendable {
  let folder: URL
  let toolchain: any Toolchain

  /// The folder with the executables; `nil` if they could not be built, and then nothing that needs them is checked.
  let programs: URL?

  /// What programs have printed, or why they have not.
  let outputs: [ProgramRun: Result<String, NotFoundInSource>]
}
