/// A copy that was not made.
///
/// Nothing was written.
package enum CopyRefused: Error, Equatable, CustomStringConvertible {
  /// There is nothing of that name: the nearest names, and a sentence for each kind of name that there is.
  case unknownName(String, nearest: [String], known: [String])

  /// The name means several things, which these names tell apart.
  case ambiguous(String, [String])

  /// These files are there already, and differ.
  case wouldOverwrite([String])

  /// The destination is a file, or the package that is copied from.
  case unfitFolder(String)

  /// The package at the destination cannot take what is copied, for this reason.
  case unfitManifest(String)

  package var description: String {
    switch self {
    case .unknownName(let name, let nearest, let known):
      let question = nearest.isEmpty ? "" : " Did you mean \(nearest.joined(separator: ", "))?"
      return (["There is no \(name) to copy.\(question)"] + known).joined(separator: "\n")
    case .ambiguous(let name, let names):
      return "There are several \(name). Say which: \(names.joined(separator: ", "))."
    case .wouldOverwrite(let files):
      return """
        These files are there already, and differ from those that would be copied:
        \(files.map { "  \($0)" }.joined(separator: "\n"))
        Nothing was written. Move or rename them, or copy into another folder.
        """
    case .unfitFolder(let reason), .unfitManifest(let reason): return "\(reason)\nNothing was written."
    }
  }
}
