import EventSourcing
import Foundation
import Synchronization

/// A recorder in memory that breaks one promise.
final class FaultyRecorder: ForwardingRecorder, MaintenanceRecorder, ReplicaRecorder {
  enum Fault: String, CaseIterable {
    case trimsData, changesTime, losesHalfABatch, storesPartOfARefusedBatch, ignoresConflicts, reportsNoConflict
    case ignoresLimits, ignoresOrder, ignoresBounds, mixesSequences, givesWrongIDs, skipsNotifications
    case ignoresTopics, forgetsTracking, acceptsTrackingTwice, repeatsSequenceIDs, answersAfterClose,
      ignoresCancellation
    case losesLargeData, answersNothing
    case letsTwoWinARace, overwrites, revealsLate, repeatsNotifications, swapsNotifications
    case usesIDsTwice, deletesNothing, deletesEverything, rewritesWhatChanged
    case losesWhatWasFound
    case ignoresAssertions, mixesKinds, givesWrongIDsOfASequence, dropsMetadata, comparesCharacters, filtersLoosely
    case ignoresRows, ignoresIdentity, seesNewsEverywhere, givesUpWaiting
    case jumpsToTheEnd, goesBack, neverIsAtItsEnd, wakesAtAnything, wakesSlowly, ignoresBoundsOfNotifications
    case rewritesNoMetadata, ignoresStaleMetadata, copiesNoMetadata, resetsItsOwnRow, acceptsAnyReset
    case deletesTheFirst, ignoresCancellationOfMaintenance, givesIDsAgain, missesNothing, wrapsItsIDs, takesIDsForRoom
    case keepsItsIdentity, forgetsResets, countsNothing, copiesUnderOwnIDs, acceptsAnyCopy
    case copiesWhateverItIs, looksAtPlacesFirst, restoresNothing, restoresWhateverItIs, restoresUnderAnOldID
    case ignoresCancellationOfCopies, copiesAfterClose, tracksWhateverLog
    case resetsUnderLongNames, losesItsRevision
  }

  let memory = InMemoryRecorder()
  var inner: any Recorder { memory }
  let fault: Fault
  let largestSeen = Mutex(0)
  private let conflicts = Mutex(0)
  let deleted = Mutex(0)

  init(_ fault: Fault) {
    self.fault = fault
  }

  func append(_ request: AppendRequest) async throws -> [Int] {
    switch fault {
    case .trimsData:
      let items = request.items.map { $0.with(data: Data($0.data.prefix { $0 != 0 })) }
      return try await memory.append(request.with(items))
    case .changesTime:
      let items = request.items.map { $0.with(timestamp: Timestamp(microseconds: 0)) }
      return try await memory.append(request.with(items))
    case .losesLargeData:
      let items = request.items.map { $0.with(data: $0.data.prefix(1_000_000)) }
      return try await memory.append(request.with(items))
    case .losesHalfABatch where request.items.count > 1:
      return try await memory.append(request.with(Array(request.items.prefix(request.items.count / 2))))
    case .storesPartOfARefusedBatch:
      var ids: [Int] = []
      for item in request.items {
        ids += try await memory.append(AppendRequest([item], timed: request.timed))
      }
      if let tracking = request.tracking { try await memory.append([], tracking: tracking) }
      return ids
    case .ignoresConflicts:
      return (try? await memory.append(request)) ?? request.items.map { _ in 1 }
    case .reportsNoConflict:
      do {
        return try await memory.append(request)
      } catch is ConcurrencyError {
        throw RecorderError(.busy, "Try again.")
      }
    case .letsTwoWinARace:
      do {
        return try await memory.append(request)
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
        return try await memory.append(request)
      } catch let error as ConcurrencyError {
        while let old = try await memory.item(of: error.sequenceID, at: error.position),
          let new = request.items.first(where: { $0.sequenceID == old.sequenceID && $0.position == old.position })
        {
          do {
            try await memory.rewrite([Rewrite(from: old, to: old.with(data: new.data))])
            return request.items.map { _ in 1 }
          } catch is RewriteError {}  // Another has overwritten it meanwhile.
        }
        throw error
      }
    case .usesIDsTwice: return try await memory.append(request).map { $0 - deleted.withLock(\.self) }
    case .wrapsItsIDs:
      do {
        return try await memory.append(request)
      } catch let error as RecorderError where error.code == .full {
        return request.items.map { _ in .min }
      }
    case .takesIDsForRoom:
      do {
        return try await memory.append(request)
      } catch let error as RecorderError where error == .idsUsedUp {
        throw RecorderError(.full, "There is no room left for the database.")
      }
    case .givesWrongIDs: return try await memory.append(request).map { $0 + 1 }
    case .forgetsTracking:
      guard !request.items.isEmpty else { return [] }
      return try await memory.append(AppendRequest(request.items, timed: request.timed))
    case .acceptsTrackingTwice:
      do {
        return try await memory.append(request)
      } catch is AlreadyTracked {
        return request.items.isEmpty ? [] : try await memory.append(AppendRequest(request.items, timed: request.timed))
      }
    case .tracksWhateverLog:
      do {
        return try await memory.append(request)
      } catch let error as LogReplaced {
        try await memory.resetTracking(of: request.tracking?.upstream ?? "", to: LogPosition(id: error.position.id))
        return try await memory.append(request)
      }
    case .ignoresAssertions:
      return try await memory.append(AppendRequest(request.items, timed: request.timed, tracking: request.tracking))
    case .losesWhatWasFound:
      do {
        return try await memory.append(request)
      } catch let error as ConcurrencyError {
        throw ConcurrencyError(sequenceID: error.sequenceID, position: error.position)
      }
    case .mixesKinds:
      do {
        return try await memory.append(request)
      } catch InvalidAppend.otherKind {
        return request.items.map { _ in 1 }
      }
    case .dropsMetadata:
      return try await memory.append(request.with(request.items.map { $0.with(metadata: .some(nil)) }))
    case .ignoresCancellation:
      return try await Task { try await memory.append(request) }.value
    default: return try await memory.append(request)
    }
  }

  func item(of sequenceID: UUID, at position: Int) async throws -> SequencedItem? {
    if fault == .answersNothing { return nil }
    if fault == .answersAfterClose { return try? await memory.item(of: sequenceID, at: position) }
    return try await memory.item(of: sequenceID, at: position)
  }

  func items(of sequenceID: UUID, where query: PositionQuery) async throws -> [SequencedItem] {
    var query = query
    switch fault {
    case .ignoresLimits: query.limit = nil
    case .ignoresOrder: query.order = .forwards
    case .ignoresBounds: (query.greaterThan, query.lessThan) = (nil, nil)
    case .mixesSequences: return try await memory.notifications(after: 0, limit: .max).map(\.item)
    default: break
    }
    return try await memory.items(of: sequenceID, where: query)
  }

  func sequenceIDs(after id: UUID?, limit: Int) async throws -> [UUID] {
    let ids = try await memory.sequenceIDs(after: id, limit: limit)
    return fault == .repeatsSequenceIDs ? ids + ids : ids
  }
}

extension AppendRequest {
  /// The same with other items.
  fileprivate func with(_ items: [SequencedItem]) throws -> AppendRequest {
    try AppendRequest(items, timed: timed, tracking: tracking, assertions: assertions)
  }
}

extension SequencedItem {
  func with(
    data: Data? = nil, timestamp: Timestamp? = nil, metadata: String?? = nil
  ) -> SequencedItem {
    SequencedItem(
      sequenceID: sequenceID, position: position, topic: topic, data: data ?? self.data,
      timestamp: timestamp ?? self.timestamp, metadata: metadata ?? self.metadata)
  }
}
