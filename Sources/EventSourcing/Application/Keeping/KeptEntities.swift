import Foundation
import Synchronization

/// Entities in memory, the least used of which go when there are too many.
///
/// Who has read or taken out an entity puts it back with the number that it got then. If anything was let go of in
/// between, it is not kept: it may be of before.
final class KeptEntities<Entity: EventSourced>: Sendable {
  private struct State {
    var entities: [UUID: (entity: Entity, lastUse: Int)] = [:]
    var uses = 0
    var generation = 0
    var changesOfThePast: Int?
  }

  private let state = Mutex(State())
  private let capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
  }

  var generation: Int { state.withLock { $0.generation } }

  var count: Int { state.withLock { $0.entities.count } }

  /// What is kept, which stays.
  func look(_ id: UUID) -> (entity: Entity?, generation: Int) {
    state.withLock { ($0.entities[id]?.entity, $0.generation) }
  }

  func takeOut(_ id: UUID) -> (entity: Entity?, generation: Int) {
    state.withLock { ($0.entities.removeValue(forKey: id)?.entity, $0.generation) }
  }

  /// Keeps an entity, unless what is kept is newer.
  func put(_ entity: Entity, _ generation: Int) {
    state.withLock { state in
      guard generation == state.generation else { return }
      if let kept = state.entities[entity.id]?.entity, kept.version > entity.version { return }
      state.uses += 1
      state.entities[entity.id] = (entity, state.uses)
      guard state.entities.count > capacity else { return }
      // Several at a time, since finding out which were used least goes through all.
      let surplus = state.entities.count - capacity + capacity / 8
      for (id, _) in state.entities.sorted(by: { $0.value.lastUse < $1.value.lastUse }).prefix(surplus) {
        state.entities[id] = nil
      }
    }
  }

  func remove(_ id: UUID) {
    state.withLock { state in
      state.entities[id] = nil
      state.generation += 1
    }
  }

  func removeAll() {
    state.withLock { state in
      state.entities = [:]
      state.generation += 1
    }
  }

  /// Forgets all if this is another number than it was.
  func forgetIfPastChanged(_ changes: Int) {
    state.withLock { state in
      if let before = state.changesOfThePast, before != changes {
        state.entities = [:]
        state.generation += 1
      }
      state.changesOfThePast = changes
    }
  }
}
