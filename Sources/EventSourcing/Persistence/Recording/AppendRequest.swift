public import Foundation

/// The items of one append, to be recorded all or not at all.
public struct AppendRequest: Hashable, Sendable {
  /// The items, each sequence's in the order of its positions; the items of several sequences may mix.
  public let items: [SequencedItem]

  /// What the positions mean, and so which of them are refused.
  public let kind: SequenceKind

  /// The notification that caused the items, if there was one.
  public let tracking: TrackingRecord?

  /// The first item of each sequence in the request: the ones to hold against what is stored, since each
  /// counted item after them follows on the one before.
  public let starts: [SequencedItem]

  /// Makes a request, having checked what can be checked without a database.
  ///
  /// - Parameters:
  ///   - items: May be empty only when there is a tracking record.
  ///   - kind: What their positions mean.
  ///   - tracking: The notification that caused the items, if there was one.
  /// - Throws: `InvalidAppend`.
  public init(
    _ items: [SequencedItem], kind: SequenceKind = .counted, tracking: TrackingRecord? = nil
  ) throws(InvalidAppend) {
    guard !items.isEmpty || tracking != nil else { throw .empty }
    if let tracking, tracking.notificationID < 1 {
      throw .impossibleNotification(upstream: tracking.upstream, notificationID: tracking.notificationID)
    }
    if let tracking, tracking.upstream.utf8.contains(0) { throw .nulInName }
    self.items = items
    self.kind = kind
    self.tracking = tracking
    starts = try Self.checkedStarts(of: items, kind)
  }

  private static func checkedStarts(
    of items: [SequencedItem], _ kind: SequenceKind
  ) throws(InvalidAppend) -> [SequencedItem] {
    var starts: [SequencedItem] = []
    var newest = SequencePositions()
    for item in items {
      guard !item.topic.utf8.contains(0) else { throw .nulInName }
      if let before = newest[item.sequenceID] {
        guard item.position != before else {
          throw .duplicate(sequenceID: item.sequenceID, position: item.position)
        }
        guard kind == .counted || item.position > before else {
          throw .outOfOrder(sequenceID: item.sequenceID, position: item.position)
        }
        // After the largest number there is none.
        let (next, isOver) = before.addingReportingOverflow(1)
        guard kind == .timed || (item.position == next && !isOver) else {
          throw .gap(sequenceID: item.sequenceID, expected: isOver ? before : next, found: item.position)
        }
      } else {
        guard kind == .timed || item.position >= 0 else {
          throw .gap(sequenceID: item.sequenceID, expected: 0, found: item.position)
        }
        starts.append(item)
      }
      newest[item.sequenceID] = item.position
    }
    return starts
  }

  /// Holds the request against what is stored, as far as the newest positions tell.
  ///
  /// - Parameter newestPosition: The highest stored position of a sequence; `nil` if it has no items.
  /// - Throws: `ConcurrencyError` or `InvalidAppend.gap`; for timed sequences nothing, since any free position
  ///   will do there.
  public func checkStarts(_ newestPosition: (UUID) throws -> Int?) throws {
    guard kind == .counted else { return }
    for start in starts {
      let newest = try newestPosition(start.sequenceID)
      if let newest, start.position <= newest {
        throw ConcurrencyError(sequenceID: start.sequenceID, position: start.position)
      }
      // Cannot overflow: the newest position is below another one.
      let next = newest.map { $0 + 1 } ?? 0
      guard start.position == next else {
        throw InvalidAppend.gap(sequenceID: start.sequenceID, expected: next, found: start.position)
      }
    }
  }
}
