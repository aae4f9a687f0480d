public import Foundation

/// A task that has its turn with an entity has asked for another one, and would wait for itself.
///
/// Give all commands to the entity that it has.
public struct TurnReentered: Error, Hashable, CustomStringConvertible {
  public let id: UUID

  public init(id: UUID) {
    self.id = id
  }

  public var description: String {
    "This task has its turn with entity \(id) already. Give all commands to the entity that it has."
  }
}

/// Others have had their turn with an entity for too long, and this one was not begun: try again, or look whether two
/// commands wait for each other's entities, or one for a task that wants the same entity.
public struct TurnTimedOut: Error, Hashable, CustomStringConvertible {
  public let id: UUID
  public let patience: Duration

  public init(id: UUID, patience: Duration) {
    self.id = id
    self.patience = patience
  }

  public var description: String {
    "Entity \(id) was not free within \(patience), so nothing was begun. Do two commands wait for each other, or does one "
      + "wait for a task of its own that asks for the same entity?"
  }
}
