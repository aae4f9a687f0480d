public import Foundation

extension Keeper {
  /// Gives a command to an entity, when those before it have ended.
  ///
  /// The command may run again, after a conflict or where it has decided on what was no longer so: keep effects on the
  /// world out of it. Once it has stored something it does not.
  ///
  /// - Returns: What the command returned.
  /// - Throws: What the command throws, decided on the newest state; `EntityNotFound`; `ConcurrencyError` if others
  ///   always came first, or the command had stored something before the conflict; `TurnReentered`, `TurnTimedOut`,
  ///   `KeeperInUnitOfWork`, `CancellationError`; what replaying throws. After `StoredButNotHandled` it was carried
  ///   out.
  @discardableResult
  public func change<Result>(
    _ id: UUID, _ command: (inout Subject) async throws -> Result
  ) async throws -> Result where Subject: Entity {
    try await inTurn(id) { try await decide(id, command, pending: { _ in 0 }) }
  }

  /// Gives a command to an aggregate, when those before it have ended, and saves it.
  ///
  /// - Returns: What the command returned.
  /// A command that throws after it has caused an event costs a replay: it has changed what was kept.
  ///
  /// - Throws: As for an entity. What the command has done before it threw is not saved.
  @discardableResult
  public func change<Result>(
    _ id: UUID, _ command: (inout Subject) async throws -> Result
  ) async throws -> Result where Subject: Aggregate {
    try await inTurn(id) {
      try await decide(
        id,
        { aggregate in
          let result = try await command(&aggregate)
          try await aggregate.save()
          return result
        }, pending: { $0.pendingEvents.count })
    }
  }

  /// Creates an entity, and keeps it.
  ///
  ///     let account = try await accounts.create { try await Account.create(.opened, id: id) }
  ///
  /// - Throws: `KeeperInUnitOfWork`, before the body runs; what the body throws.
  public func create(_ body: () async throws -> Subject) async throws -> Subject where Subject: Entity {
    try refuseInUnitOfWork()
    let generation = generation
    let entity = try await EventBus.$current.withValue(bus) { try await body() }
    keep(entity, generation)
    return entity
  }

  /// Creates an aggregate, saves it, and keeps it.
  ///
  /// - Throws: `KeeperInUnitOfWork`, before the body runs; what the body throws, and what saving throws.
  public func create(_ body: () async throws -> Subject) async throws -> Subject where Subject: Aggregate {
    try refuseInUnitOfWork()
    let generation = generation
    var aggregate = try await EventBus.$current.withValue(bus) { try await body() }
    try await aggregate.save(on: bus)
    keep(aggregate, generation)
    return aggregate
  }

  /// Runs the command on what is kept, or else on what is stored, and again where that was not the newest state.
  ///
  /// What was kept may be old. An event that is decided on it is refused by the recorder then. Where nothing was
  /// stored, since the command has refused or had nothing to do, nobody has looked: so that is looked up before it
  /// counts.
  ///
  /// - Parameter pending: How many events of the entity are not saved.
  private func decide<Result>(
    _ id: UUID, _ command: (inout Subject) async throws -> Result, pending: (Subject) -> Int
  ) async throws -> Result {
    var (known, generation) = takeOut(id)
    var pauses = GrowingPauses()
    var before = 0
    for attempt in 1...attempts {
      let isKept = known != nil
      var entity = if let kept = known.take() { kept } else { try await repository[id] }
      before = entity.version
      let witness = StoringWitness()
      do {
        let result = try await StoringWitness.$current.withValue(witness) {
          try await EventBus.$current.withValue(bus) { try await command(&entity) }
        }
        if entity.version == before, isKept || witness.hasSeenStoring, try await !isNewest(entity, &known) {
          guard witness.hasSeenStoring else { continue }
          // What is newer may be by the command itself, in another way: it has succeeded, and is not done again.
          if let known { keep(known, generation) }
        } else {
          keep(entity, generation)
        }
        return result
      } catch let failure as StoredButNotHandled {
        if pending(entity) == 0 { keep(entity, generation) }
        throw failure
      } catch let failure as RecorderError {
        // Perhaps nobody knows what is stored now: it is read again when it is needed.
        throw failure
      } catch {
        // Not again what has stored something already.
        guard entity.version - pending(entity) == before, !witness.hasSeenStoring else { throw error }
        if let conflict = error as? ConcurrencyError, conflict.sequenceID == id, attempt < attempts {
          try await Pace.current.sleep(for: pauses.next())
          // An entity is as it was, so only what is new is read; an aggregate is read anew.
          if pending(entity) == 0 { _ = try await isNewest(entity, &known) }
        } else if pending(entity) > 0 {
          // It has events that will never be, so it is of no more use; and what it was made of may have been old.
          guard isKept else { throw error }
          let replay = try await repository.eventPlayer.replay(id)
          known = replay.entity
          guard replay.version == before else { continue }
          if let known { keep(known, generation) }
          throw error
        } else {
          if isKept { guard try await isNewest(entity, &known) else { continue } }
          keep(entity, generation)
          throw error
        }
      }
    }
    throw ConcurrencyError(sequenceID: id, position: before)
  }

  /// Whether nothing newer is stored than an entity knows.
  ///
  /// - Parameter newer: Gets what is, if it is newer and there still is an entity.
  private func isNewest(_ entity: Subject, _ newer: inout Subject?) async throws -> Bool {
    let replay = try await repository.eventPlayer.replay(entity.id, from: entity)
    if replay.version == entity.version { return true }
    newer = replay.entity
    return false
  }
}
