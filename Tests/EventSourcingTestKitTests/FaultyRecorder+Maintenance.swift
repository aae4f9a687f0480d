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
    if fault == .deletesNothing { return true }
    return try await memory.deleteItem(of: sequenceID, at: position)
  }

  func rewrite(_ rewrites: [Rewrite]) async throws {
    guard fault == .rewritesWhatChanged else { return try await memory.rewrite(rewrites) }
    for rewrite in rewrites { try await memory.rewrite([rewrite]) }
  }

  func beginEpoch() async throws -> UUID {
    fault == .keepsItsIdentity ? UUID() : try await memory.beginEpoch()
  }

  func resetTracking(of upstream: String, to position: LogPosition?) async throws {
    if fault != .forgetsResets { try await memory.resetTracking(of: upstream, to: position) }
  }

  var changesOfThePast: Int { fault == .countsNothing ? 0 : memory.changesOfThePast }
}
