import EventSourcing
import Foundation
import Synchronization

extension FaultyRecorder {
  func deleteItems(of sequenceID: UUID) async throws -> Int {
    switch fault {
    case .deletesNothing: return try await memory.items(of: sequenceID).count
    case .deletesEverything:
      var count = 0
      for id in try await memory.sequenceIDs(after: nil, limit: .max) { count += try await memory.deleteItems(of: id) }
      return count
    default:
      let count = try await memory.deleteItems(of: sequenceID)
      deleted.withLock { $0 += count }
      return count
    }
  }

  func deleteItem(of sequenceID: UUID, at position: Int) async throws -> Bool {
    switch fault {
    case .deletesNothing: return true
    case .deletesTheFirst:
      do {
        return try await memory.deleteItem(of: sequenceID, at: position)
      } catch is DeletionError {
        return true
      }
    default: break
    }
    return try await memory.deleteItem(of: sequenceID, at: position)
  }

  func rewrite(_ rewrites: [Rewrite]) async throws {
    switch fault {
    case .rewritesWhatChanged: for rewrite in rewrites { try await memory.rewrite([rewrite]) }
    case .rewritesNoMetadata:
      try await memory.rewrite(
        rewrites.map { try Rewrite(from: $0.old, to: $0.new.with(metadata: .some($0.old.metadata))) })
    case .ignoresStaleMetadata:
      var current: [Rewrite] = []
      for rewrite in rewrites {
        let stored = try await memory.item(of: rewrite.old.sequenceID, at: rewrite.old.position)
        let old = stored.map { rewrite.old.with(metadata: .some($0.metadata)) } ?? rewrite.old
        current.append(try Rewrite(from: old, to: rewrite.new))
      }
      try await memory.rewrite(current)
    default: try await memory.rewrite(rewrites)
    }
  }

  func beginEpoch() async throws -> UUID {
    switch fault {
    case .keepsItsIdentity: UUID()
    case .ignoresCancellationOfMaintenance: try await Task { try await memory.beginEpoch() }.value
    default: try await memory.beginEpoch()
    }
  }

  func resetTracking(of upstream: String, to position: LogPosition?) async throws {
    switch fault {
    case .forgetsResets: return
    case .resetsItsOwnRow where upstream.isEmpty: _ = try await memory.beginEpoch()
    case .acceptsAnyReset: do { try await memory.resetTracking(of: upstream, to: position) } catch is InvalidAppend {}
    case .resetsUnderLongNames:
      do { try await memory.resetTracking(of: upstream, to: position) } catch InvalidAppend.longName {}
    default: try await memory.resetTracking(of: upstream, to: position)
    }
  }

  func logRevision() async throws -> LogRevision {
    let revision = try await memory.logRevision()
    return fault == .losesItsRevision ? LogRevision(log: revision.log, changes: 0) : revision
  }

  var changesOfThePast: Int { fault == .countsNothing ? 0 : memory.changesOfThePast }
}
