import EventSourcing
public import Foundation

/// What was waited for was not so in time: it is not known yet, and has not failed.
///
/// It may be so later. Wait again, or tell the caller to ask again under the same id.
public struct NotKnownYet: Error, Hashable, CustomStringConvertible {
  /// The entity's or the command's id.
  public let entityID: UUID

  /// The stored name of its events.
  public let storedName: String

  /// Whether there is something of this id: if not, nothing was given, or it has not arrived.
  public let isThere: Bool

  public init(entityID: UUID, storedName: String, isThere: Bool) {
    self.entityID = entityID
    self.storedName = storedName
    self.isThere = isThere
  }

  public var description: String {
    "“\(storedName)” \(entityID): what comes of it is not known yet. "
      + (isThere ? "It is recorded, so it need not be sent again: wait again." : "There is nothing of this id so far.")
  }
}

extension NotKnownYet: SayableError {}
