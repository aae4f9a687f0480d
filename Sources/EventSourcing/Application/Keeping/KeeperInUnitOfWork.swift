public import Foundation

/// A keeper was given a command inside of a unit of work: it would store at once, whatever became of the unit.
///
/// Get the entity from the unit's repository, or create it there without the keeper.
public struct KeeperInUnitOfWork: Error, Hashable, CustomStringConvertible {
  /// Of which entity; `nil` if it was to be created.
  public let id: UUID?

  public init(id: UUID?) {
    self.id = id
  }

  public var description: String {
    guard let id else {
      return "A keeper stores at once, so it creates nothing inside of a unit of work. Create the entity there without "
        + "the keeper: the unit stores it."
    }
    return "Entity \(id): a keeper stores at once, so it takes no commands inside of a unit of work. Get the entity "
      + "from the unit's repository."
  }
}
