import EventSourcing

/// An application that reacts on its own events has made more and more of them because of one event: none was recorded.
public struct EndlessReaction: Error, Hashable, CustomStringConvertible {
  public let application: String

  /// How many it had made when it was stopped.
  public let events: Int

  public init(application: String, events: Int) {
    self.application = application
    self.events = events
  }

  public var description: String {
    "“\(application)” has reacted on \(events) events of its own because of one, and makes more with each: its policy goes in a "
      + "circle."
  }
}

extension EndlessReaction: SayableError {}
