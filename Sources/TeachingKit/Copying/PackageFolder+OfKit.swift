import Foundation

extension PackageFolder {
  /// The folder that this program was built in, so that it works from anywhere; else the one above the working
  /// directory.
  ///
  /// - Throws: `NotFound`.
  package static func ofKit() throws(NotFound) -> PackageFolder {
    if let program = Bundle.main.executableURL?.resolvingSymlinksInPath() {
      if let folder = try? PackageFolder(above: program.deletingLastPathComponent()) { return folder }
    }
    return try PackageFolder()
  }
}
