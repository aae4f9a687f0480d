import EventSourcing
import Foundation
import Synchronization

/// A recorder in memory that breaks one promise.
final class FaultyRecorder: MaintenanceRecorder {
  enum Fault: String, CaseIterable {
    case trimsData, changesTime, losesHalfABatch, storesPartOfARefusedBatch, ignoresConflicts, reportsNoConflict
    case ignoresLimits, ignoresOrder, ignoresBounds, mixesSequences, givesWrongIDs, skipsNotifications
    case ignoresTopics, forgetsTracking, acceptsTrackingTwice, repeatsSequenceIDs, answersAfterClose,
      ignoresCancellation
    case losesLargeData, answersNothing
    case letsTwoWinARace, overwrites, revealsLate, repeatsNotifications, swapsNotifications
    case usesIDsTwice, deletesNothing, deletesEverything, rewritesWhatChanged
  }

  private let inner = InMemoryRecorder()
  private let fault: Fault
  private let largestSeen = Mutex(0)
  private let conflicts = Mutex(0)
  private let deleted = Mutex(0)
  private let tracked = Mutex<Set<TrackingRecord>>([])

  init(_ fault: Fault) {
    self.fault = fault
  }

  func append(_ request: AppendRequest) async throws -> [Int] {
    switch fault {
    case .trimsData:
      let items = request.items.map { $0.with(data: Data($0.data.prefix { $0 != 0 })) }
      return try await inner.append(items, kind: request.kind, tracking: request.tracking)
    case .changesTime:
      let items = request.items.map { $0.with(timestamp: Timestamp(microseconds: 0)) }
      return try await inner.append(items, kind: request.kind, tracking: request.tracking)
    case .losesLargeData:
      let items = request.items.map { $0.with(data: $0.data.prefix(1_000_000)) }
      return try await inner.append(items, kind: request.kind, tracking: request.tracking)
    case .losesHalfABatch where request.items.count > 1:
      return try await inner.append(
        Array(request.items.prefix(request.items.count / 2)), kind: request.kind, tracking: request.tracking)
    case .storesPartOfARefusedBatch:
      var ids: [Int] = []
      for item in request.items {
        ids += try await inner.append([item], kind: request.kind)
      }
      if let tracking = request.tracking { try await inner.append([], tracking: tracking) }
      return ids
    case .ignoresConflicts:
      return (try? await inner.append(request)) ?? request.items.map { _ in 1 }
    case .reportsNoConflict:
      do {
        return try await inner.append(request)
      } catch is ConcurrencyError {
        throw RecorderError(.busy, "Try again.")
      }
    case .letsTwoWinARace:
      do {
        return try await inner.append(request)
      } catch let error as ConcurrencyError where error.position == 0 {
        // Once in all the races: there are seven conflicts in each of 1000.
        guard
          conflicts.withLock({
            $0 += 1; return $0
          }) == 5_000
        else { throw error }
        return [1]
      }
    case .overwrites:
      do {
        return try await inner.append(request)
      } catch let error as ConcurrencyError {
        while let old = try await inner.item(of: error.sequenceID, at: error.position),
          let new = request.items.first(where: { $0.sequenceID == old.sequenceID && $0.position == old.position })
        {
          do {
            try await inner.rewrite([Rewrite(from: old, to: old.with(data: new.data))])
            return request.items.map { _ in 1 }
          } catch is RewriteError {}  // Another has overwritten it meanwhile.
        }
        throw error
      }
    case .usesIDsTwice: return try await inner.append(request).map { $0 - deleted.withLock(\.self) }
    case .givesWrongIDs: return try await inner.append(request).map { $0 + 1 }
    case .forgetsTracking:
      guard !request.items.isEmpty else { return [] }
      return try await inner.append(request.items, kind: request.kind)
    case .acceptsTrackingTwice:
      if let tracking = request.tracking, !tracked.withLock({ $0.insert(tracking).inserted }) {
        return request.items.isEmpty ? [] : try await inner.append(request.items, kind: request.kind)
      }
      return try await inner.append(request)
    case .ignoresCancellation:
      return try await Task { try await inner.append(request) }.value
    default: return try await inner.append(request)
    }
  }

  func item(of sequenceID: UUID, at position: Int) async throws -> SequencedItem? {
    if fault == .answersNothing { return nil }
    if fault == .answersAfterClose { return try? await inner.item(of: sequenceID, at: position) }
    return try await inner.item(of: sequenceID, at: position)
  }

  func items(of sequenceID: UUID, where query: PositionQuery) async throws -> [SequencedItem] {
    var query = query
    switch fault {
    case .ignoresLimits: query.limit = nil
    case .ignoresOrder: query.order = .forwards
    case .ignoresBounds: (query.greaterThan, query.lessThan) = (nil, nil)
    case .mixesSequences: return try await inner.notifications(after: 0, limit: .max).map(\.item)
    default: break
    }
    return try await inner.items(of: sequenceID, where: query)
  }

  func sequenceIDs(after id: UUID?, limit: Int) async throws -> [UUID] {
    let ids = try await inner.sequenceIDs(after: id, limit: limit)
    return fault == .repeatsSequenceIDs ? ids + ids : ids
  }

  func notifications(after id: Int, limit: Int, topics: [String]?) async throws -> [ItemNotification] {
    let page = try await inner.notifications(after: id, limit: limit, topics: fault == .ignoresTopics ? nil : topics)
    switch fault {
    case .skipsNotifications: return page.filter { $0.id % 7 != 0 }
    case .revealsLate:
      // As where ids are drawn before the commit: a smaller one is seen only when a larger one has been.
      let largest = largestSeen.withLock { $0 }
      let seen = page.filter { $0.id % 5 != 0 || largest > $0.id }
      largestSeen.withLock { $0 = max($0, seen.last?.id ?? 0) }
      return seen
    case .repeatsNotifications where id > 0:
      return try await inner.notifications(after: id - 1, limit: limit, topics: topics)
    case .swapsNotifications: return page.reversed()
    default: return page
    }
  }

  func lastTracked(of upstream: String) async throws -> Int? {
    try await inner.lastTracked(of: upstream)
  }

  func deleteItems(of sequenceID: UUID) async throws -> Int {
    switch fault {
    case .deletesNothing: return try await inner.items(of: sequenceID).count
    case .deletesEverything:
      var count = 0
      for id in try await inner.sequenceIDs(after: nil, limit: .max) { count += try await inner.deleteItems(of: id) }
      return count
    default:
      let count = try await inner.deleteItems(of: sequenceID)
      deleted.withLock { $0 += count }
      return count
    }
  }

  func rewrite(_ rewrites: [Rewrite]) async throws {
    guard fault == .rewritesWhatChanged else { return try await inner.rewrite(rewrites) }
    for rewrite in rewrites { try await inner.rewrite([rewrite]) }
  }

  func close() async throws {
    try await inner.close()
  }
}

extension SequencedItem {
  fileprivate func with(data: Data? = nil, timestamp: Timestamp? = nil) -> SequencedItem {
    SequencedItem(
      sequenceID: sequenceID, position: position, topic: topic, data: data ?? self.data,
      timestamp: timestamp ?? self.timestamp)
  }
}
