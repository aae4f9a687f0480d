public import Foundation

extension Keeper {
  /// Gives a command to an entity, when those before it have ended.
  ///
  /// The command may run again, after a conflict or where it has decided on what was no longer so: keep effects on the
  /// world out of it.
  ///
  /// - Returns: What the command returned.
  /// - Throws: What the command throws, decided on the newest state; `EntityNotFound`; `ConcurrencyError` if others always
  ///   came first, or the command had stored something before the conflict; `KeeperReentered`, `KeeperTimedOut`,
  ///   `CancellationError`; what replaying throws. After `StoredButNotHandled` it was carried out.
  @discardableResult
  public func change<Result>(
    _ id: UUID, _ command: (inout Subject) async throws -> Result
  ) async throws -> Result where Subject: Entity {
    try await inTurn(id) { try await decide(id, command, isClean: { _ in true }) }
  }

  /// Gives a command to an aggregate, when those before it have ended, and saves it.
  ///
  /// - Returns: What the command returned.
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
        }, isClean: { $0.pendingEvents.isEmpty })
    }
  }

  /// Creates an entity, and keeps it.
  ///
  ///     let account = try await accounts.create { try await Account.create(.opened, id: id) }
  ///
  /// - Throws: What the body throws.
  public func create(_ body: () async throws -> Subject) async throws -> Subject where Subject: Entity {
    let entity = try await EventBus.$current.withValue(bus) { try await body() }
    keep(entity)
    return entity
  }

  /// Creates an aggregate, saves it, and keeps it.
  ///
  /// - Throws: What the body throws, and what saving throws.
  public func create(_ body: () async throws -> Subject) async throws -> Subject where Subject: Aggregate {
    var aggregate = try await EventBus.$current.withValue(bus) { try await body() }
    try await aggregate.save(on: bus)
    keep(aggregate)
    return aggregate
  }

  /// Runs the command on what is kept, or else on what is stored, and again where that was not the newest state.
  ///
  /// What was kept may be old. An event that is decided on it is refused by the recorder then. Where nothing was stored,
  /// since the command has refused or had nothing to do, nobody has looked: so that is looked up before it counts.
  private func decide<Result>(
    _ id: UUID, _ command: (inout Subject) async throws -> Result, isClean: (Subject) -> Bool
  ) async throws -> Result {
    var known = takeOut(id)
    var pauses = ConflictPauses()
    for attempt in 1...attempts {
      let isKept = known != nil
      var entity = if let kept = known.take() { kept } else { try await repository[id] }
      let before = entity.version
      do {
        let result = try await EventBus.$current.withValue(bus) { try await command(&entity) }
        if isKept, entity.version == before, let newer = try await newer(than: entity) {
          known = newer
          continue
        }
        keep(entity)
        return result
      } catch let conflict as ConcurrencyError
        where conflict.sequenceID == id && storedVersion(entity, isClean) == before && attempt < attempts
      {
        // What was kept is behind, so all is read again.
        try await Task.sleep(for: pauses.next())
      } catch let failure as StoredButNotHandled {
        if isClean(entity) { keep(entity) }
        throw failure
      } catch let failure as RecorderError {
        // Nobody knows what is stored now.
        throw failure
      } catch {
        // An aggregate with events that are not saved is of no more use.
        guard isKept, storedVersion(entity, isClean) == before else { throw error }
        if isClean(entity) {
          if let newer = try await newer(than: entity) { known = newer } else { keep(entity) }
        } else if try await repository.eventPlayer.replay(id).version == before {
          throw error
        }
        guard known != nil || !isClean(entity) else { throw error }
      }
    }
    throw ConcurrencyError(sequenceID: id, position: 0)
  }
}
