import Foundation
import Synchronization

/// On what the events of a unit of work are decided, to be noted in their metadata.
///
/// Who follows the log in several partitions deals with the events of two sequences in any order, unless an event says
/// what must come before it.
final class UnitDecisions: Sendable {
  private struct State {
    /// The sequences that the decision under way has read or changed, in their order.
    var order: [UUID] = []

    /// How many events each of them has in the database.
    var versions: [UUID: Int] = [:]

    /// The sequences that the whole unit has changed.
    var changed: Set<UUID> = []

    /// The notification ids that were read so far, of the newest event of a sequence each.
    var ids: [UUID: Int] = [:]

    mutating func touch(_ id: UUID, version: Int) {
      if versions.updateValue(version, forKey: id) == nil { order.append(id) }
    }

    mutating func change(_ id: UUID) {
      changed.insert(id)
      touch(id, version: versions[id] ?? 0)
    }
  }

  private let kinds: Set<String>
  private let recorder: any Recorder
  private let state = Mutex(State())

  /// - Parameters:
  ///   - kinds: The stored names of what counts.
  ///   - recorder: Where the notification ids are found.
  init(on kinds: Set<String>, in recorder: any Recorder) {
    self.kinds = kinds
    self.recorder = recorder
  }

  /// A decision begins that has nothing to do with those before.
  func begin() {
    state.withLock { state in
      state.order = []
      state.versions = [:]
    }
  }

  /// - Parameters:
  ///   - version: How many events the sequence has in the database.
  ///   - kind: The stored name of its events, if that is known.
  func noteRead(_ id: UUID, version: Int, of kind: String? = nil) {
    if let kind, !kinds.contains(kind) { return }
    state.withLock { $0.touch(id, version: version) }
  }

  /// Events of an entity, or of some, as they are to be stored: with what must have been dealt with before each.
  ///
  /// - Throws: What reading notification ids throws.
  func noting<Payload>(_ events: [DomainEvent<Payload>]) async throws -> [DomainEvent<Payload>] {
    guard kinds.contains(Payload.storedName) else { return events }
    var noted: [DomainEvent<Payload>] = []
    for event in events {
      let dependency = try await dependency(of: event.entityID)
      noted.append(event.noting(dependency))
      state.withLock { $0.change(event.entityID) }
    }
    return noted
  }

  /// An entry of a log as it is to be stored.
  ///
  /// It does not wait for notification ids to be read, and so says more than it would have to.
  func noting<Payload>(_ entry: TimestampedEvent<Payload>) -> TimestampedEvent<Payload> {
    guard kinds.contains(Payload.storedName) else { return entry }
    return state.withLock { state in
      let isOnOthers = state.order.contains {
        $0 != entry.logID && (state.changed.contains($0) || state.versions[$0] != 0)
      }
      state.change(entry.logID)
      return isOnOthers ? entry.noting(.allBefore) : entry
    }
  }

  private func dependency(of id: UUID) async throws -> CausalDependency? {
    let state = state.withLock { $0 }
    let others = state.order.filter { $0 != id }
    guard !others.contains(where: state.changed.contains) else { return .allBefore }
    var newest = 0
    for other in others { newest = max(newest, try await notificationID(of: other, state)) }
    return newest > 0 ? .upTo(newest) : nil
  }

  /// The notification id of the newest event of a sequence, as it was read; 0 if there was none.
  private func notificationID(of id: UUID, _ state: State) async throws -> Int {
    guard let version = state.versions[id], version > 0 else { return 0 }
    if let known = state.ids[id] { return known }
    let place = PositionQuery(atLeast: version - 1, atMost: version - 1)
    let found = try await recorder.notifications(of: id, where: place).first?.id ?? 0
    self.state.withLock { $0.ids[id] = found }
    return found
  }
}

extension DomainEvent {
  fileprivate func noting(_ dependency: CausalDependency?) -> DomainEvent {
    guard let dependency else { return self }
    var metadata = metadata
    metadata.dependency = dependency
    return DomainEvent(
      entityID: entityID, entityVersion: entityVersion, timestamp: timestamp, payload: payload, metadata: metadata)
  }
}

extension TimestampedEvent {
  fileprivate func noting(_ dependency: CausalDependency) -> TimestampedEvent {
    var metadata = metadata
    metadata.dependency = dependency
    return TimestampedEvent(logID: logID, timestamp: timestamp, payload: payload, metadata: metadata)
  }
}
