public import EventSourcing
public import Foundation

extension HostedApplication {
  /// Gives a command once, however often the request for it is sent, from whatever process.
  ///
  ///     let command: CreateOrder = try await commands.perform(once: requestID, .given(item: "lamp"))
  ///
  /// All that is caused by it has its id as correlation, unless the current metadata names another.
  ///
  /// - Parameters:
  ///   - id: The caller's own id for the request, the same whenever it is sent again.
  ///   - request: What is asked for: the event that creates the command.
  ///   - body: What is done at once, in one transaction with the command, when it is given for the first time; it may end
  ///     the command, and be run again where another command has come first.
  /// - Returns: The command as it was recorded, or as it was found.
  /// - Throws: `CommandDiffers` if another request was sent under the id; `ReplayError.createdNothing` if the event does
  ///   not create a command; `EntityNotFound` if there was one and it was discarded; what `perform(_:)` throws.
  @discardableResult
  public func perform<C: Command>(
    once id: UUID, _ request: C.Event, _ body: @Sendable (inout C, UnitOfWork) async throws -> Void = { _, _ in }
  ) async throws -> C {
    try await EventMetadata.with(EventMetadata.current.correlation == nil ? ["correlation": "\(id)"] : [:]) {
      try await perform { unit in
        if let found = try await unit.command(C.self, id) {
          guard found.request == request else { throw CommandDiffers(commandID: id, storedName: C.Event.storedName) }
          // Another process may be about to change it, but what it was asked for stays.
          return found
        }
        var command = try C.create(request, id: id)
        // Before what is done because of it, as it happens.
        try await command.save()
        try await body(&command, unit)
        try await command.save()
        return command
      }
    }
  }

  /// Waits until it is known what came of a command, in whatever process that is decided.
  ///
  /// - Parameters:
  ///   - command: Which kind of command it is.
  ///   - id: The id under which it was given.
  ///   - duration: How long to wait for it.
  /// - Throws: `NotKnownYet` if it was not known in time; what `wait(for:_:atMost:until:)` throws.
  public func outcome<C: Command>(of command: C.Type, _ id: UUID, atMost duration: Duration) async throws -> C.Outcome {
    let found = try await wait(for: command, id, atMost: duration) { $0.outcome != nil }
    guard let outcome = found.outcome else {
      throw NotKnownYet(entityID: id, storedName: C.Event.storedName, isThere: true)
    }
    return outcome
  }

  /// Waits until an entity of this application is as it is looked for, in whatever process it is changed.
  ///
  /// - Parameters:
  ///   - entity: Which kind of entity it is.
  ///   - id: The entity's; it need not be there yet.
  ///   - duration: How long to wait for it. What is recorded by then is looked at once in any case.
  ///   - isSo: Whether it is as it is looked for, by what is recorded.
  /// - Returns: The entity, as it is then.
  /// - Throws: `NotKnownYet` if it was not so in time; `EntityNotFound` if it was discarded; `KindNotInCatalog`; what
  ///   replaying and reading throws; `CancellationError`.
  public func wait<Entity: EventSourced>(
    for entity: Entity.Type, _ id: UUID, atMost duration: Duration, until isSo: (Entity) throws -> Bool
  ) async throws -> Entity {
    let entities = try repository(of: entity)
    let pace = Pace.current
    let end = pace.now + duration.sleepable
    while true {
      try Task.checkCancellation()
      // Taken before the entity is read: what comes later ends the wait.
      let newest = try await log.newestPosition()
      let found = try await entities.existing(id)
      if let found, try isSo(found) { return found }
      let left = end - pace.now
      guard left > .zero else {
        throw NotKnownYet(entityID: id, storedName: Entity.Event.storedName, isThere: found != nil)
      }
      _ = try await log.waitForNotification(after: newest, atMost: left)
    }
  }
}

extension UnitOfWork {
  /// The command of an id; `nil` if it was not given yet.
  fileprivate func command<C: Command>(_ command: C.Type, _ id: UUID) async throws -> C? {
    do {
      return try await repository(of: command)[id]
    } catch let error as EntityNotFound where error.reason == .neverExisted {
      return nil
    }
  }
}

extension Repository {
  /// The entity; `nil` if there never was one of the id.
  fileprivate func existing(_ id: UUID) async throws -> Entity? {
    do {
      return try await self[id]
    } catch let error as EntityNotFound where error.reason == .neverExisted {
      return nil
    }
  }
}
