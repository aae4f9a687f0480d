public import Foundation

/// A unit of work was begun inside another one: nothing of the inner one was done.
///
/// What belongs together belongs into one unit; what does not is begun after the other has ended.
public struct NestedUnitOfWork: Error, Hashable, CustomStringConvertible {
  public init() {}

  public var description: String {
    "A unit of work cannot be begun inside another one. Do all in the outer one, or begin this one after it."
  }
}

/// Something was published, read or asserted in a unit of work that had ended, by a task that it did not wait for.
public struct UnitOfWorkEnded: Error, Hashable, CustomStringConvertible {
  public init() {}

  public var description: String {
    "The unit of work has ended, so nothing can be done in it any more. Wait inside it for the tasks that it starts."
  }
}

/// A copy of an entity was commanded in a unit of work that had changed the entity since: the event was not taken.
///
/// Get the entity from the unit's repository again.
public struct OldCopyInUnitOfWork: Error, Hashable, CustomStringConvertible {
  public let entityID: UUID

  /// The version that the copy has.
  public let version: Int

  public init(entityID: UUID, version: Int) {
    self.entityID = entityID
    self.version = version
  }

  public var description: String {
    "Entity \(entityID): the unit of work has changed it since this copy was made, which is at version \(version). Get it "
      + "from the unit's repository again."
  }
}

/// One id was given to two kinds in one unit of work, an entity and a log, or entities of two kinds: the second was
/// refused.
///
/// Give each an id of its own.
public struct IDOfTwoKinds: Error, Hashable, CustomStringConvertible {
  public let id: UUID

  public init(id: UUID) {
    self.id = id
  }

  public var description: String {
    "Sequence \(id): the unit of work has something of another kind under this id. It is one entity's or one log's, so "
      + "give each an id of its own."
  }
}
