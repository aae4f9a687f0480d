/// A system cannot be made like this: the code has to be changed.
public enum InvalidSystem: Error, Hashable {
  /// There is no application in it.
  case empty

  /// Two applications have one name: their positions and tables would be mixed.
  case twoOfOneName(String)

  /// Two names differ by capitals or by how their letters are composed only, which databases may not tell apart.
  case similarNames(String, String)

  /// An application that reacts on its own events anyway follows itself, and would react twice.
  case followsItself(String)

  /// An application reacts on events of a kind that is in the catalog of none of those that it follows.
  case nobodyTellsOf(_ storedName: String, application: String, follows: [String])
}

extension InvalidSystem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "A system needs at least one application."
    case .twoOfOneName(let name):
      "Two applications are named “\(name)”. Give each a name of its own, and use one value of each in all pipes."
    case .similarNames(let one, let other):
      "The names “\(one)” and “\(other)” are too much alike for a database to tell them apart: rename one."
    case .followsItself(let name):
      "“\(name)” reacts on its own events within its transactions, so it cannot follow itself, too: it would react twice."
    case .nobodyTellsOf(let storedName, let application, let follows):
      "“\(application)” reacts on “\(storedName)”, which none of those that it follows has in its catalog"
        + (follows.isEmpty ? ": it follows nobody." : " (\(follows.map { "“\($0)”" }.joined(separator: ", "))).")
    }
  }
}
