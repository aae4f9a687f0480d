public import Foundation

/// A command of a kept entity has commanded the same entity through its keeper, and would wait for itself.
///
/// Give the second command to the entity that the first one has.
public struct KeeperReentered: Error, Hashable, CustomStringConvertible {
  public let id: UUID

  public init(id: UUID) {
    self.id = id
  }

  public var description: String {
    "Entity \(id) is being commanded by this task already. Give all commands to the entity that the first one has."
  }
}

/// Commands before this one have had the entity for too long, and this one was not begun: try again, or look whether two
/// commands wait for each other's entities.
public struct KeeperTimedOut: Error, Hashable, CustomStringConvertible {
  public let id: UUID
  public let patience: Duration

  public init(id: UUID, patience: Duration) {
    self.id = id
    self.patience = patience
  }

  public var description: String {
    "Entity \(id) was not free within \(patience), so the command was not begun. Do two commands wait for each other?"
  }
}
