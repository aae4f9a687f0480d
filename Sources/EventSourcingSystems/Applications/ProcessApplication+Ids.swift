public import EventSourcing
public import Foundation

extension ProcessApplication {
  /// The id that a reaction of this application gets from `ReactionWork.id(_:)`: for who has caused the event and wants to
  /// find what came of it.
  ///
  /// - Parameters:
  ///   - label: The one that the reaction uses.
  ///   - cause: The event that it reacts on.
  public func id(_ label: String, because cause: EventCause) -> UUID {
    UUID(causedBy: cause, in: name, as: label)
  }
}

extension ReactionWork {
  /// The id of something that was made by a reaction of this application on another event, to find it again.
  ///
  /// - Parameters:
  ///   - label: The one that it was made with.
  ///   - cause: The event that it was made because of.
  public func id(_ label: String, because cause: EventCause) -> UUID {
    UUID(causedBy: cause, in: application, as: label)
  }
}
