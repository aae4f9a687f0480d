/// The system has no application of this name.
public struct UnknownApplication: Error, Hashable, CustomStringConvertible {
  public let name: String

  /// The names that there are.
  public let known: [String]

  public init(name: String, known: [String]) {
    self.name = name
    self.known = known
  }

  public var description: String {
    "The system has no application “\(name)”; it has \(known.map { "“\($0)”" }.joined(separator: ", "))."
  }
}
