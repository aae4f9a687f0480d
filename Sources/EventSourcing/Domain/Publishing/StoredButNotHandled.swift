public import Foundation

/// Events are stored, and the entity has changed, but not every subscriber has dealt with them.
///
/// It is no reason to give the command again: that would do it twice. So it is never a `ConcurrencyError`, even where
/// that is what a subscriber failed with.
public struct StoredButNotHandled: Error, CustomStringConvertible {
  /// The entity that the events belong to; if they are of several, the last event's.
  public let entityID: UUID

  /// The number of the entity's events, with these.
  public let version: Int

  /// What the subscribers threw, in the order of subscription.
  public let errors: [any Error]

  public init(entityID: UUID, version: Int, errors: [any Error]) {
    self.entityID = entityID
    self.version = version
    self.errors = errors
  }

  public var description: String {
    let reasons = errors.map { "\($0)" }.joined(separator: " ")
    return "Entity \(entityID) is stored at version \(version), so do not give the command again. "
      + "But not every subscriber has dealt with it: \(reasons)"
  }
}
