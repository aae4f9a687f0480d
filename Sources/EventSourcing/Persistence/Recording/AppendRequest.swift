public import Foundation

/// The items of one append, to be recorded all or not at all.
public struct AppendRequest: Hashable, Sendable {
  /// The items, each sequence's in the order of its positions; the items of several sequences may mix.
  public let items: [SequencedItem]

  /// The part of an upstream log that caused the items, if there was one.
  public let tracking: TrackingRecord?

  /// What must not have changed since it was read, beside the sequences that are written.
  public let assertions: [SequenceAssertion]

  /// The first item of each sequence in the request: the ones to hold against what is stored, since each
  /// counted item after them follows on the one before.
  public let starts: [SequencedItem]

  /// Which of the sequences are timed; all others are counted.
  public let timed: Set<UUID>

  /// Makes a request whose items are all of one kind, having checked what can be checked without a database.
  ///
  /// - Parameters:
  ///   - items: May be empty only when there is a tracking record.
  ///   - kind: What their positions mean.
  ///   - tracking: The part of an upstream log that caused the items, if there was one.
  ///   - assertions: What must not have changed since it was read.
  /// - Throws: `InvalidAppend`.
  public init(
    _ items: [SequencedItem], kind: SequenceKind = .counted, tracking: TrackingRecord? = nil,
    assertions: [SequenceAssertion] = []
  ) throws(InvalidAppend) {
    try self.init(
      items, timed: kind == .timed ? Set(items.map(\.sequenceID)) : [], tracking: tracking, assertions: assertions)
  }

  /// Makes a request for sequences of both kinds: those that are named are timed, all others are counted.
  ///
  /// - Throws: `InvalidAppend`.
  public init(
    _ items: [SequencedItem], timed: Set<UUID>, tracking: TrackingRecord? = nil, assertions: [SequenceAssertion] = []
  ) throws(InvalidAppend) {
    guard !items.isEmpty || tracking != nil else { throw .empty }
    if let tracking { try Self.check(tracking) }
    let starts = try Self.checkedStarts(of: items, timed)
    self.assertions = assertions.isEmpty ? [] : try SequenceAssertion.checked(assertions, beside: starts)
    self.items = items
    self.timed = timed
    self.tracking = tracking
    self.starts = starts
  }

  /// What the positions of one of its sequences mean.
  public func kind(of sequenceID: UUID) -> SequenceKind {
    !timed.isEmpty && timed.contains(sequenceID) ? .timed : .counted
  }

  /// The items of timed sequences: each needs a position that is free.
  package var timedItems: [SequencedItem] {
    timed.isEmpty ? [] : items.filter { timed.contains($0.sequenceID) }
  }
}

extension AppendRequest {
  private static func check(_ tracking: TrackingRecord) throws(InvalidAppend) {
    try TrackingRecord.checkName(of: tracking.upstream)
    guard !tracking.upstream.isEmpty, tracking.from >= 0, tracking.to.id > tracking.from else {
      throw .impossibleTracking(tracking)
    }
  }

  /// - Throws: `InvalidAppend.nulInName`.
  package static func checkNames(in item: SequencedItem) throws(InvalidAppend) {
    guard !item.topic.utf8.contains(0), item.metadata?.utf8.contains(0) != true else { throw .nulInName }
  }

  private static func checkedStarts(
    of items: [SequencedItem], _ timed: Set<UUID>
  ) throws(InvalidAppend) -> [SequencedItem] {
    var starts: [SequencedItem] = []
    var newest = SequencePositions()
    for item in items {
      try checkNames(in: item)
      let isTimed = !timed.isEmpty && timed.contains(item.sequenceID)
      guard !isTimed || item.position != 0 else { throw .timedAtZero(sequenceID: item.sequenceID) }
      if let before = newest[item.sequenceID] {
        guard item.position != before else {
          throw .duplicate(sequenceID: item.sequenceID, position: item.position)
        }
        guard !isTimed || item.position > before else {
          throw .outOfOrder(sequenceID: item.sequenceID, position: item.position)
        }
        // After the largest number there is none.
        let (next, isOver) = before.addingReportingOverflow(1)
        guard isTimed || (item.position == next && !isOver) else {
          throw .gap(sequenceID: item.sequenceID, expected: isOver ? before : next, found: item.position)
        }
      } else {
        guard isTimed || item.position >= 0 else {
          throw .gap(sequenceID: item.sequenceID, expected: 0, found: item.position)
        }
        starts.append(item)
      }
      newest[item.sequenceID] = item.position
    }
    return starts
  }
}
