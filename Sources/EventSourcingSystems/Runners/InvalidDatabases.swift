/// What was said about where databases are does not fit the system: nothing was opened.
public enum InvalidDatabases: Error, Hashable {
  /// There is no address for all, and none for this application.
  case noAddress(_ application: String)

  /// An address is for an application that the system does not have.
  case unknownApplication(String)

  /// A variable is for no application of the system.
  case unknownVariable(String, known: [String])

  /// A variable is there and has nothing in it.
  case emptyVariable(String)

  /// The names of two applications lead to one variable: say in the code where their databases are.
  case sameVariable(String, _ one: String, _ other: String)
}

extension InvalidDatabases: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noAddress(let application): "It is not said where the database of “\(application)” is."
    case .unknownApplication(let name):
      "The system has no application “\(name)”, of which it is said where its database is."
    case .unknownVariable(let variable, let known):
      "The variable “\(variable)” is for no application; there may be \(known.map { "“\($0)”" }.joined(separator: ", "))."
    case .emptyVariable(let variable): "The variable “\(variable)” is empty: unset it, or say where the database is."
    case .sameVariable(let variable, let one, let other):
      "“\(one)” and “\(other)” have one variable, “\(variable)”: say in the code where their databases are."
    }
  }
}
