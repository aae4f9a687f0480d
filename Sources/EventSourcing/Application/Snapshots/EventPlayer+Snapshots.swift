import Foundation

extension EventPlayer where Entity: Snapshottable {
  /// Makes a player that goes on from snapshots.
  public init(
    eventStore: EventStore<DomainEvent<Entity.Event>>, snapshots: SnapshotStore<Entity>, pageSize: Int = 1_000
  ) {
    self.init(eventStore: eventStore, snapshots: SnapshotReader(store: snapshots), pageSize: pageSize)
  }
}

extension EventPlayer {
  /// So many snapshots are tried, the newest first; a replay may cost less than to look at all of them.
  private static var mostLooks: Int { 10 }

  /// Replays what came after the newest usable snapshot; `nil` if there is none.
  func replay(
    _ id: UUID, upTo version: Int?, fromSnapshotIn snapshots: any SnapshotSource<Entity>
  ) async throws -> Replay<Entity>? {
    var highest = version ?? .max
    for _ in 0..<Self.mostLooks where highest > 0 {
      switch try await snapshots.newest(of: id, atMost: highest) {
      case .none:
        snapshots.noteReplay()
        return nil
      case .unusable(let version):
        highest = version - 1
      case .start(let start):
        let taken = start.replay.version
        let left = (version ?? .max) - (taken - 1)
        let page = try await eventStore.recorder.notifications(
          of: id, where: PositionQuery(atLeast: taken - 1, limit: min(left, pageSize)))
        // After the events: what has been changed since then is not among them.
        let revision = try await eventStore.recorder.logRevision()
        let anchor = page.first.flatMap { $0.item.position == taken - 1 ? $0 : nil }
        guard let problem = start.anchor.problem(with: anchor, in: revision) else {
          snapshots.noteUse()
          return try await replay(page.map(\.item), upTo: version, on: start.replay, passingOver: 1)
        }
        snapshots.notePassedOver(problem)
        highest = taken - 1
      }
    }
    snapshots.noteReplay()
    return nil
  }
}
