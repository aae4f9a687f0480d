public import Foundation

/// An event-sourced value that answers for a group of objects and stores what happened to them together.
///
/// Commands apply their events at once and keep them pending; `save()` publishes all pending events as one list,
/// which a persistence policy stores in one transaction. The objects inside are plain values: they cannot publish.
public protocol Aggregate: EventSourced {
  /// The events that happened since the last save.
  var pendingEvents: PendingEvents<Event> { get set }
}

extension Aggregate {
  /// Creates an aggregate, with the event that did pending.
  ///
  /// - Throws: `ReplayError.createdNothing` if the event is not one that creates.
  public static func create(
    _ payload: Event, id: UUID, at timestamp: Timestamp = .now
  ) throws -> Self {
    var (event, aggregate) = try firstEvent(payload, id: id, at: timestamp)
    aggregate.pendingEvents.append(event)
    return aggregate
  }

  /// Applies the next event of this aggregate and keeps it pending.
  ///
  /// - Throws: `EntityDiscarded`; `ReplayError.createdTwice` if the event is one that creates.
  public mutating func trigger(_ payload: Event, at timestamp: Timestamp = .now) throws {
    let event = try nextEvent(payload, at: timestamp)
    // Set aside meanwhile, so that no copy of the state has them too.
    var pending = PendingEvents<Event>()
    swap(&pending, &pendingEvents)
    defer { swap(&pending, &pendingEvents) }
    happen(event, tried: try trying(event))
    pending.append(event)
  }

  /// Publishes the pending events as one list; without any it does nothing.
  ///
  /// - Throws: `NobodyStores`, or what storing throws. The events are then still pending, and none of them is stored:
  ///   after a `ConcurrencyError` get the aggregate from the repository again and decide again, after a fault of the
  ///   database save again. After `StoredButNotHandled` they are stored, and not pending any more.
  public mutating func save(on bus: EventBus = .current) async throws {
    guard !pendingEvents.isEmpty else { return }
    let publication = try bus.storedPublication(of: Event.self)
    try await publication.publish(pendingEvents.all) { pendingEvents.removeAll() }
  }
}
