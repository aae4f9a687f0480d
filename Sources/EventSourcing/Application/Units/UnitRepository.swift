public import Foundation

/// Gives the entities of one kind as a unit of work has left them; each is read from the database once.
public struct UnitRepository<Entity: EventSourced>: Sendable {
  private let work: UnitOfWork

  init(work: UnitOfWork) {
    self.work = work
  }

  /// The entity with what has been published of it in the unit.
  ///
  /// - Throws: `EntityNotFound`; `ConcurrencyError` if the unit has made an event of an older state than the stored one;
  ///   `KindNotInCatalog`, `UnitOfWorkEnded`; what replaying throws.
  public subscript(id: UUID) -> Entity {
    get async throws {
      try await work.replay(Entity.self, id).existing(id)
    }
  }

  /// Whether there is such an entity: one that was created and not discarded.
  ///
  /// - Throws: As for the entity, but `EntityNotFound`.
  public func contains(_ id: UUID) async throws -> Bool {
    try await work.replay(Entity.self, id).entity != nil
  }
}
