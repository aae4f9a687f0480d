public import Foundation
private import Synchronization

/// Keeps snapshots of one kind of entity, in a table of their own, on the database of the events or another.
///
///     let snapshots = SnapshotStore<Account>(recorder: try await database.recorder(table: .snapshots))
///     let repository = Repository<Account>(eventStore: store, snapshots: snapshots)
///
/// A snapshot is a cache: all of them can be deleted at any time, and each costs one replay. One that cannot be used is
/// passed over and counted. They are stored as events are, and so compressed and encrypted where that is asked for:
/// give them the protection that their events have. Where a person's events are deleted, remove the snapshots, too.
public final class SnapshotStore<Entity: Snapshottable>: Sendable {
  /// Where they are kept: not where the events are.
  public let recorder: any MaintenanceRecorder

  private let mapper: SequencedItemMapper<StoredSnapshot<Entity>>
  private let keeping: Int?
  private let counted = Mutex(SnapshotCounts())

  /// - Parameters:
  ///   - recorder: Where they are kept; open it with `ItemTable.snapshots`.
  ///   - transcoder: How states become bytes.
  ///   - protection: How they are made smaller and unreadable.
  ///   - keeping: How many are kept of an entity, those of its highest versions and at least 1; all, unless given.
  public init(
    recorder: any MaintenanceRecorder, transcoder: any Transcoder = JSONTranscoder(),
    protection: EventProtection = .plain, keeping: Int? = nil
  ) {
    self.recorder = recorder
    self.keeping = keeping.map { max($0, 1) }
    mapper = SequencedItemMapper(
      sequenceID: \.sequenceID, position: \.position, kind: .timed, transcoder: transcoder,
      compressor: protection.compressor, cipher: protection.cipher)
  }

  /// What has become of snapshots since the store was made.
  public var counts: SnapshotCounts { counted.withLock { $0 } }

  /// The newest snapshot of an entity at or below a version, of the present snapshot version: whether or not its events
  /// still are what they were.
  ///
  /// One that cannot be read is passed over.
  ///
  /// - Parameters:
  ///   - id: The entity's id.
  ///   - version: The highest number of events: any, unless given.
  /// - Throws: `RecorderError`.
  public func newest(of id: UUID, atMost version: Int? = nil) async throws -> Snapshot<Entity>? {
    var highest = version ?? .max
    while highest > 0, let item = try await newestItem(of: id, atMost: highest) {
      if case .success(let snapshot) = read(item, of: id) { return snapshot }
      highest = item.position - 1
    }
    return nil
  }

  /// Removes all snapshots of an entity, of the present snapshot version and of those before it, up to a hundred.
  ///
  /// - Returns: How many there were.
  /// - Throws: `RecorderError`; some may be removed then.
  @discardableResult
  public func remove(of id: UUID) async throws -> Int {
    var count = 0
    var version: SnapshotVersion? = Entity.snapshotVersion
    for _ in 0...100 {
      guard let present = version else { break }
      count += try await recorder.deleteItems(of: .ofSnapshots(of: id, Entity.self, version: present))
      version = present.before
    }
    return count
  }

  func count(_ change: (inout SnapshotCounts) -> Void) {
    counted.withLock { change(&$0) }
  }
}

extension SnapshotStore {
  /// The item of the newest snapshot at or below a version.
  func newestItem(of id: UUID, atMost version: Int) async throws -> SequencedItem? {
    try await newestItem(in: .ofSnapshots(of: id, Entity.self), atMost: version)
  }

  /// Whether there is one at or below a version that only has the snapshot version before.
  func hasOfVersionBefore(of id: UUID, atMost version: Int) async throws -> Bool {
    guard let before = Entity.snapshotVersion.before else { return false }
    return try await newestItem(in: .ofSnapshots(of: id, Entity.self, version: before), atMost: version) != nil
  }

  private func newestItem(in sequence: UUID, atMost version: Int) async throws -> SequencedItem? {
    try await recorder.items(
      of: sequence, where: PositionQuery(atLeast: 1, atMost: version, limit: 1, order: .backwards)
    ).first
  }

  /// The snapshot that an item stands for, if it is what it says.
  func read(_ item: SequencedItem, of id: UUID) -> Result<Snapshot<Entity>, UnusableSnapshot> {
    guard let item = SnapshotSeal.opened(item) else { return .failure(UnusableSnapshot(.damaged)) }
    let snapshot: Snapshot<Entity>
    do {
      snapshot = try mapper.event(from: item).snapshot
    } catch {
      return .failure(UnusableSnapshot(error) { (try? mapper.values(AnyShape.self, from: item)) != nil })
    }
    let state = snapshot.state
    guard snapshot.entityID == id, state?.id ?? id == id, state?.version ?? item.position == item.position else {
      return .failure(UnusableSnapshot(.anotherEntity))
    }
    return .success(snapshot)
  }

  /// Stores a snapshot, unless the same is stored already; one of another life or log makes way.
  ///
  /// - Returns: Whether it was stored.
  func store(_ snapshot: Snapshot<Entity>) async throws -> Bool {
    let item = try SnapshotSeal.sealed(mapper.item(from: StoredSnapshot(snapshot)))
    var attempts = 10
    while true {
      do {
        try await recorder.append([item], kind: .timed)
        try await removeSurplus(beside: snapshot, in: item.sequenceID)
        return true
      } catch let conflict as ConcurrencyError {
        attempts -= 1
        guard attempts > 0 else { throw conflict }
        if let stored = try await recorder.item(of: item.sequenceID, at: item.position),
          case .success(let other) = read(stored, of: snapshot.entityID), other.anchor == snapshot.anchor
        {
          return false
        }
        try await recorder.deleteItem(of: item.sequenceID, at: item.position)
      }
    }
  }

  /// Removes all but those of the highest versions that can be of use: none of another log, or from before its past was
  /// changed, is ever used again.
  private func removeSurplus(beside snapshot: Snapshot<Entity>, in sequence: UUID) async throws {
    guard let keeping else { return }
    var kept = 0
    var highest = Int.max
    while true {
      let page = try await recorder.items(
        of: sequence, where: PositionQuery(atLeast: 1, atMost: highest, limit: 10, order: .backwards))
      for item in page {
        if kept < keeping, isOfThisPast(item, as: snapshot) {
          kept += 1
        } else {
          try await recorder.deleteItem(of: sequence, at: item.position)
        }
      }
      guard page.count == 10, let lowest = page.last?.position else { return }
      highest = lowest - 1
    }
  }

  private func isOfThisPast(_ item: SequencedItem, as snapshot: Snapshot<Entity>) -> Bool {
    guard let item = SnapshotSeal.opened(item) else { return false }
    guard let anchor = try? mapper.values(AnchorAlone.self, from: item).anchor else { return false }
    return !anchor.isOfBefore(snapshot.anchor)
  }
}

/// What a stored snapshot says of the log, whatever the shape of its state.
private struct AnchorAlone: Decodable {
  let anchor: SnapshotAnchor
}
