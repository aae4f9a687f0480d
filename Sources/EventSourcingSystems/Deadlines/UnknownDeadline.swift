import EventSourcing

/// A deadline has a name for which the application has no reaction: nobody would be told when it passes.
///
/// Give the application one, by `ProcessApplication.whenPassed(_:_:)`.
public struct UnknownDeadline: Error, Hashable, CustomStringConvertible {
  public let name: String
  public let application: String

  /// The names for which there are reactions.
  public let known: [String]

  public init(name: String, application: String, known: [String]) {
    self.name = name
    self.application = application
    self.known = known
  }

  public var description: String {
    "“\(application)” has no reaction for a deadline named “\(name)”: "
      + (known.isEmpty ? "it has none at all." : "it has those for \(known.map { "“\($0)”" }.joined(separator: ", ")).")
  }
}

extension UnknownDeadline: SayableError {}

extension ProcessApplication {
  /// - Throws: `UnknownDeadline`.
  func checkDeadline(_ name: String) throws(UnknownDeadline) {
    guard deadlineReactions.contains(where: { ExactText($0.name) == ExactText(name) }) else {
      throw UnknownDeadline(name: name, application: self.name, known: deadlineReactions.map(\.name))
    }
  }
}
