import EventSourcing

/// A reaction has not returned in the time that `ReactionOptions.timeLimit` gives it: it was cancelled, and nothing that
/// it did was recorded.
public struct ReactionTimedOut: Error, Hashable, CustomStringConvertible {
  public let application: String
  public let limit: Duration

  public init(application: String, limit: Duration) {
    self.application = application
    self.limit = limit
  }

  public var description: String { "a reaction of “\(application)” has not returned within \(limit)." }
}

extension ReactionTimedOut: SayableError {}
