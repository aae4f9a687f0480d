public import Foundation

/// A keeper was given a command inside of a unit of work: it would store at once, whatever became of the unit.
///
/// Get the entity from the unit's repository.
public struct KeeperInUnitOfWork: Error, Hashable, CustomStringConvertible {
  public let id: UUID

  public init(id: UUID) {
    self.id = id
  }

  public var description: String {
    "Entity \(id): a keeper stores at once, so it takes no commands inside of a unit of work. Get the entity from the "
      + "unit's repository."
  }
}
