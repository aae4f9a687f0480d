private import Synchronization

/// A second copy of an entity's state, on which each event is tried before it happens to the entity itself.
///
/// It tells whether an event fits, and whether it ends the entity's life, without touching the entity: an event that
/// cannot be stored leaves nothing to undo. It is kept from one command to the next. The entity and its copy share no
/// memory by then, so a command changes each of them in place and copies nothing, however much is inside.
final class TrialCopy<Entity: EventSourced>: Sendable {
  // Nobody ever waits for it: only the one value that has a trial copy changes it. The compiler cannot know that.
  private let state: Mutex<Entity?>

  /// Begins as a copy of an entity, which must not have a trial copy itself.
  init(of entity: Entity) {
    state = Mutex(entity)
  }

  /// What there is after an event was tried.
  enum Outcome {
    case entity, noEntity

    /// The copy is of another state than was thought, and the event was not tried.
    case notTried
  }

  /// Applies the next event to the copy, if it is one of the state that has this lifecycle.
  ///
  /// - Throws: `ReplayError.createdTwice`; the copy is of no more use then.
  func apply(_ event: DomainEvent<Entity.Event>, toCopyOf lifecycle: Lifecycle) throws(ReplayError) -> Outcome {
    try state.withLock { (entity) throws(ReplayError) in
      guard entity?.lifecycle == lifecycle else { return .notTried }
      try Entity.apply(event, to: &entity)
      return entity == nil ? .noEntity : .entity
    }
  }

  /// The entity as it is after the events that were tried, none of which has ended its life.
  var entity: Entity {
    guard let entity = state.withLock({ $0 }) else { preconditionFailure("the entity lives on") }
    return entity
  }
}

extension EventSourced {
  /// Tries an event on a copy of this entity: that of the command before, or a new one.
  ///
  /// The entity is without a copy until the event happens to it.
  ///
  /// - Returns: The copy, with the event applied; `nil` if the event ends the entity's life.
  /// - Throws: `ReplayError.createdTwice`.
  mutating func trying(_ event: DomainEvent<Event>) throws -> TrialCopy<Self>? {
    var kept = lifecycle.trialCopy.take() as? TrialCopy<Self>
    // Copies of an entity have the same trial copy until one of them takes a command, and makes another.
    if isKnownUniquelyReferenced(&kept), let kept {
      let outcome = try kept.apply(event, toCopyOf: lifecycle)
      if outcome != .notTried { return outcome == .entity ? kept : nil }
    }
    let copy = TrialCopy(of: self)
    return try copy.apply(event, toCopyOf: lifecycle) == .entity ? copy : nil
  }

  /// Lets an event happen to the entity that was tried on its copy; `nil` if that was the end.
  mutating func happen(_ event: DomainEvent<Event>, tried copy: TrialCopy<Self>?) {
    guard let copy else { return lifecycle.end(with: event) }
    // Moved out, so that the mutator has the only reference to what is inside, and need not copy it.
    var value: Self? = consume self
    Self.mutate(&value, with: event)
    if let value, value.version == event.entityVersion {
      self = value
      lifecycle.advance(past: event)
    } else {
      // Something else than events has changed the state, so that this one fits the copy only. It was published.
      self = copy.entity
    }
    lifecycle.trialCopy = copy
    lifecycle.newestEvent = event
  }
}
