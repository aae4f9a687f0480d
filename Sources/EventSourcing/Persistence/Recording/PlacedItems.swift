package import Foundation

/// Items that are to stand where they say, and not after what is stored: those that are copied, and those that are put
/// back.
///
/// Every recorder refuses them in this order: for what can be seen of them alone, for ids that do not grow, for what
/// does not fit their sequences, then for places that are taken.
package struct PlacedItems {
  private let items: [SequencedItem]

  /// - Throws: `InvalidAppend.nulInName`, `InvalidAppend.duplicate`.
  package init(_ items: [SequencedItem]) throws(InvalidAppend) {
    var places: Set<SequencePlace> = []
    for item in items {
      try AppendRequest.checkNames(in: item)
      guard places.insert(SequencePlace(of: item)).inserted else {
        throw .duplicate(sequenceID: item.sequenceID, position: item.position)
      }
    }
    self.items = items
  }

  /// The sequences of which must be known what is stored, to copy the items: by its other positions none is of a kind.
  package var sequencesOfKnownKind: [UUID] {
    Array(Set(items.lazy.filter { $0.position <= 0 }.map(\.sequenceID)))
  }

  /// All their sequences, in the order of their first items.
  package var sequences: [UUID] {
    var seen: Set<UUID> = []
    return items.map(\.sequenceID).filter { seen.insert($0).inserted }
  }

  /// Whether the items can be copied from a log in which their positions may have gaps.
  ///
  /// - Parameter stored: What is stored of a sequence; asked for `sequencesOfKnownKind` only.
  /// - Throws: `InvalidAppend.otherKind`, `InvalidAppend.timedAtZero`.
  package func checkCopying(stored: (UUID) throws -> StoredSpan?) throws {
    var spans: [UUID: StoredSpan] = [:]
    for item in items where item.position <= 0 {
      let id = item.sequenceID
      let span = try spans[id] ?? stored(id)
      if item.position < 0, span?.beginsAtZero == true {
        throw InvalidAppend.otherKind(sequenceID: id, stored: .counted)
      }
      if item.position == 0, span?.goesBelowZero == true { throw InvalidAppend.timedAtZero(sequenceID: id) }
      spans[id] = StoredSpan(span, with: item.position)
    }
  }

  /// Whether each sequence that could be read can still be read when the items have been put back.
  ///
  /// - Throws: What `checkCopying(stored:)` throws; `RestoreError.leavesGap`.
  package func checkRestoring(stored: (UUID) throws -> StoredSpan?) throws {
    try checkCopying(stored: stored)
    let given = Dictionary(grouping: items, by: \.sequenceID).mapValues { $0.map(\.position).sorted() }
    for id in sequences { try Self.check(given[id] ?? [], of: id, on: stored(id)) }
  }

  /// - Parameter given: The positions that are to be put back, the lowest first.
  private static func check(_ given: [Int], of id: UUID, on span: StoredSpan?) throws {
    let begins = span?.beginsAtZero == true
    // Else it is a log's, or an entity's without its first item.
    guard begins || given.first == 0 else { return }
    if let span, !begins {
      // With its first item the sequence becomes an entity's, and lacks what is not there up to the items that it has.
      for (missing, position) in given.enumerated() where missing < span.lowest && position != missing {
        throw RestoreError.leavesGap(sequenceID: id, missing: missing)
      }
      if given.count < span.lowest { throw RestoreError.leavesGap(sequenceID: id, missing: given.count) }
    }
    var newest = span?.newest ?? -1
    for position in given where position > newest {
      guard position == newest + 1 else { throw RestoreError.leavesGap(sequenceID: id, missing: newest + 1) }
      newest = position
    }
  }
}
