import Foundation
import Synchronization

/// Entities in memory, the least used of which go when there are too many.
final class KeptEntities<Entity: EventSourced>: Sendable {
  private struct State {
    var entities: [UUID: (entity: Entity, lastUse: Int)] = [:]
    var uses = 0
    var changesOfThePast: Int?
  }

  private let state = Mutex(State())
  private let capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
  }

  var count: Int { state.withLock { $0.entities.count } }

  subscript(id: UUID) -> Entity? {
    state.withLock { $0.entities[id]?.entity }
  }

  func takeOut(_ id: UUID) -> Entity? {
    state.withLock { $0.entities.removeValue(forKey: id)?.entity }
  }

  func put(_ entity: Entity) {
    state.withLock { state in
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
    state.withLock { state in state.entities[id] = nil }
  }

  func removeAll() {
    state.withLock { $0.entities = [:] }
  }

  /// Forgets all if this is another number than it was.
  func forgetIfPastChanged(_ changes: Int) {
    state.withLock { state in
      if let before = state.changesOfThePast, before != changes { state.entities = [:] }
      state.changesOfThePast = changes
    }
  }
}
