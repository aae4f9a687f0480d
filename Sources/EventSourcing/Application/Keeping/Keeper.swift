public import Foundation

/// Keeps entities or aggregates of one kind in memory, for a server: each takes its commands one after the other.
///
///     let orders = Keeper(repository: Repository<Order>(eventStore: store))
///     try await orders.change(id) { order in try order.add(line) }
///
/// Many tasks may command one entity at once: they wait in line, in the order in which they came, and each decides on
/// what the one before it has left. Nothing is replayed for an entity that is kept. Where another process has changed
/// it, what it has stored is read, and the command decides again. Ids that were not used for the longest time are let
/// go.
///
/// Commands run on the bus that the keeper was made with, whatever task they come from. Change an entity by its
/// commands only: what else is changed of it is kept, too, and is nowhere stored.
public final class Keeper<Subject: EventSourced>: Sendable {
  let repository: Repository<Subject>
  let bus: EventBus
  let attempts: Int
  private let kept: KeptEntities<Subject>
  private let turns: Turns

  /// - Parameters:
  ///   - repository: Where the entities come from.
  ///   - capacity: How many are kept, at the most.
  ///   - attempts: How often a command decides again, while other processes come first.
  ///   - turns: With whom the commands wait in line, and how long; with each other, unless given.
  ///   - bus: Where the commands publish.
  public init(
    repository: Repository<Subject>, capacity: Int = 1_000, attempts: Int = 100, turns: Turns = Turns(),
    bus: EventBus = .current
  ) {
    self.repository = repository
    self.bus = bus
    self.attempts = max(attempts, 1)
    kept = KeptEntities(capacity: max(capacity, 1))
    self.turns = turns
  }

  /// The entity as it is now, with what other processes have stored; it is kept from then on.
  ///
  /// Inside of a unit of work, too, it is as it is stored, without what the unit has done.
  ///
  /// - Throws: `EntityNotFound`; what replaying throws.
  public subscript(id: UUID) -> Subject {
    get async throws {
      forgetIfPastChanged()
      let (known, generation) = kept.look(id)
      let entity = try await repository.eventPlayer.replay(id, from: known).existing(id)
      kept.put(entity, generation)
      return entity
    }
  }

  /// Lets go of an entity, so that it is read again: needed where its past was changed by another process.
  public func evict(_ id: UUID) {
    kept.remove(id)
  }

  /// Lets go of all entities.
  public func evictAll() {
    kept.removeAll()
  }

  /// How many entities are kept.
  public var count: Int { kept.count }

  /// The number of what is kept now, for what is put there later.
  var generation: Int {
    forgetIfPastChanged()
    return kept.generation
  }

  /// Waits for its turn with an entity, and then has it alone.
  ///
  /// - Throws: `KeeperInUnitOfWork`, `TurnReentered`, `TurnTimedOut`, `CancellationError`.
  func inTurn<Result>(_ id: UUID, _ body: () async throws -> Result) async throws -> Result {
    try refuseInUnitOfWork(id)
    return try await turns.inTurn([id], body)
  }

  /// - Parameter id: Of what is commanded; `nil` if it is to be created.
  /// - Throws: `KeeperInUnitOfWork`.
  func refuseInUnitOfWork(_ id: UUID? = nil) throws {
    guard UnitOfWork.current?.isOver ?? true else { throw KeeperInUnitOfWork(id: id) }
  }

  /// Takes out what is kept, so that it is changed where it is and not as a copy.
  func takeOut(_ id: UUID) -> (entity: Subject?, generation: Int) {
    forgetIfPastChanged()
    return kept.takeOut(id)
  }

  /// - Parameter generation: What taking it out gave.
  func keep(_ entity: Subject, _ generation: Int) {
    forgetIfPastChanged()
    guard !entity.isDiscarded else { return }
    kept.put(entity, generation)
  }

  /// Nothing of what was read is good any more if this recorder has deleted or rewritten items since.
  private func forgetIfPastChanged() {
    kept.forgetIfPastChanged(repository.eventPlayer.eventStore.recorder.changesOfThePast)
  }
}
