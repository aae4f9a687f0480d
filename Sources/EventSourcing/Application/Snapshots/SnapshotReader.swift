import Foundation

/// A store of snapshots as a replay sees it: what cannot be used is passed over, and counted.
struct SnapshotReader<Entity: Snapshottable>: SnapshotSource {
  let store: SnapshotStore<Entity>

  /// Whether this is a read; what is read to take the next snapshot is none.
  var isCounting = true

  func newest(of id: UUID, atMost version: Int) async throws -> SnapshotLook<Entity> {
    do {
      guard let item = try await store.newestItem(of: id, atMost: version) else {
        if try await store.hasOfVersionBefore(of: id, atMost: version) { notePassedOver(.olderVersion) }
        return .none
      }
      return look(at: item, of: id)
    } catch let error as CancellationError {
      throw error
    } catch {
      // What cannot be looked up now costs a replay, and not the read.
      notePassedOver(.unreachable)
      return .none
    }
  }

  private func look(at item: SequencedItem, of id: UUID) -> SnapshotLook<Entity> {
    switch store.read(item, of: id) {
    case .failure(let unusable):
      notePassedOver(unusable.reason)
      return .unusable(version: item.position)
    case .success(let snapshot):
      let replay = snapshot.state.map(Replay.init(continuing:)) ?? Replay(discarded: id, version: snapshot.version)
      return .start(SnapshotStart(replay: replay, anchor: snapshot.anchor))
    }
  }

  func noteUse() { if isCounting { store.count { $0.used += 1 } } }
  func noteReplay() { if isCounting { store.count { $0.replayed += 1 } } }

  func notePassedOver(_ reason: SnapshotCounts.Reason) {
    if isCounting { store.count { $0.passedOver[reason, default: 0] += 1 } }
  }
}
