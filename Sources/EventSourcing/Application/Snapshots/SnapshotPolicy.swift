public import Foundation
private import Synchronization

/// Takes snapshots by itself: of each entity, each time that so many of its events have been stored.
///
///     let policy = try SnapshotPolicy<Account>(every: 100, eventStore: store, snapshots: snapshots)
///     …
///     await policy.close()
///
/// It subscribes when it is made, and hears of events when they are stored. What is due is noted and taken later, in
/// the background and one after the other, so no command waits for it, and none fails of it. Only so many may be due at
/// a time: those beyond are not taken, and counted as failed.
public final class SnapshotPolicy<Entity: Snapshottable>: Sendable {
  /// A snapshot that could not be taken, and why; nothing else depends on it.
  public struct Failure: Sendable {
    public let entityID: UUID
    public let version: Int

    /// What taking it threw; `SnapshotPolicyBusy` if too many were due.
    public let error: any Error
  }

  private let interval: Int
  private let eventStore: EventStore<DomainEvent<Entity.Event>>
  private let snapshots: SnapshotStore<Entity>
  private let bus: EventBus
  private let whenFailed: @Sendable (Failure) -> Void
  private let due: DueSnapshots
  private let subscription = Mutex<EventBus.Subscription?>(nil)

  /// - Parameters:
  ///   - interval: The number of an entity's events from one snapshot to the next, at least 2.
  ///   - eventStore: Where the events are.
  ///   - snapshots: Where the snapshots are put.
  ///   - bus: On which the events are published.
  ///   - mostDue: How many snapshots may wait to be taken, at least 1.
  ///   - whenFailed: Is told of each that could not be taken; it should be quick.
  /// - Throws: `SnapshotIntervalTooShort`.
  public init(
    every interval: Int, eventStore: EventStore<DomainEvent<Entity.Event>>, snapshots: SnapshotStore<Entity>,
    bus: EventBus = .current, mostDue: Int = 1_000, whenFailed: @escaping @Sendable (Failure) -> Void = { _ in }
  ) throws(SnapshotIntervalTooShort) {
    guard interval >= 2 else { throw SnapshotIntervalTooShort(interval: interval) }
    self.interval = interval
    self.eventStore = eventStore
    self.snapshots = snapshots
    self.bus = bus
    self.whenFailed = whenFailed
    due = DueSnapshots(capacity: max(mostDue, 1))
    let subscription = bus.subscribe(to: Entity.Event.self) { [self] events in hear(events) }
    self.subscription.withLock { $0 = subscription }
  }

  /// Makes a policy that reads as a catalog says.
  ///
  /// - Throws: `KindNotInCatalog`, `SnapshotIntervalTooShort`.
  public convenience init(
    every interval: Int, catalog: EventCatalog, recorder: any Recorder, snapshots: SnapshotStore<Entity>,
    bus: EventBus = .current
  ) throws {
    let eventStore = try catalog.eventStore(of: Entity.Event.self, in: recorder)
    try self.init(every: interval, eventStore: eventStore, snapshots: snapshots, bus: bus)
  }

  /// Takes a snapshot now, by hand.
  ///
  /// - Throws: As `SnapshotStore.take(of:at:from:)`.
  @discardableResult
  public func take(of id: UUID, at version: Int? = nil) async throws -> Snapshot<Entity> {
    try await snapshots.take(of: id, at: version, from: eventStore)
  }

  /// Waits until the snapshots that are due have been taken, or could not be.
  public func waitUntilTaken() async {
    await due.waitUntilDone()
  }

  /// Ends the subscription, and waits until the snapshots that are due have been taken, or could not be.
  public func close() async {
    endSubscription()
    await due.waitUntilDone()
  }

  private func endSubscription() {
    guard let subscription = subscription.withLock({ $0.take() }) else { return }
    bus.unsubscribe(subscription)
  }

  private func hear(_ events: [DomainEvent<Entity.Event>]) {
    var ends: [UUID: Int] = [:]
    for event in events { ends[event.entityID] = event.entityVersion.plus(1) }
    for event in events {
      // Of several events that are stored at once only the last one has a state that was ever seen.
      guard let version = ends.removeValue(forKey: event.entityID), version / interval > event.entityVersion / interval
      else { continue }
      let id = event.entityID
      let isNoted = due.add { [self] in await take(of: id, at: version) }
      if !isNoted { note(Failure(entityID: id, version: version, error: SnapshotPolicyBusy())) }
    }
  }

  private func take(of id: UUID, at version: Int) async {
    do {
      try await snapshots.take(of: id, at: version, from: eventStore)
    } catch {
      note(Failure(entityID: id, version: version, error: error))
    }
  }

  private func note(_ failure: Failure) {
    snapshots.count { $0.failed += 1 }
    whenFailed(failure)
  }
}
