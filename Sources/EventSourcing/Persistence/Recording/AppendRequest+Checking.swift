public import Foundation

extension AppendRequest {
  /// Holds the request against what is stored, in the order in which every recorder refuses: tracking, assertions, then
  /// the sequences in the order of the items.
  ///
  /// - Parameters:
  ///   - tracked: How far an upstream has been dealt with; `nil` if nothing was.
  ///   - stored: What is stored of a sequence.
  ///   - isTaken: Whether there is an item at a position; asked for timed sequences, and for positions of counted ones
  ///     up to the newest.
  /// - Throws: `AlreadyTracked`, `LogReplaced`, `ConcurrencyError`, `InvalidAppend.gap` or `InvalidAppend.otherKind`,
  ///   and what the parameters throw.
  public func check(
    tracked: (_ upstream: String) throws -> LogPosition?,
    stored: (UUID) throws -> StoredSequence,
    isTaken: (UUID, _ position: Int) throws -> Bool
  ) throws {
    if let tracking {
      let found = try tracked(tracking.upstream) ?? .beginning
      guard found.id == tracking.from else { throw AlreadyTracked(tracking, found: found.id) }
      // Where one of the logs is not known, nothing can be said.
      if let log = tracking.to.log, let before = found.log, log != before {
        throw LogReplaced(position: found, reason: .otherIdentity(found: log))
      }
    }
    for assertion in assertions {
      try assertion.check(stored(assertion.sequenceID))
    }
    for start in starts {
      let id = start.sequenceID
      let kind = kind(of: id)
      try Self.checkNext(start.position, of: id, kind, stored(id), isTaken)
      guard kind == .timed else { continue }
      for item in items where try item.sequenceID == id && isTaken(id, item.position) {
        throw ConcurrencyError(sequenceID: id, position: item.position)
      }
    }
  }

  /// Whether a position can be the next of a sequence.
  private static func checkNext(
    _ position: Int, of id: UUID, _ kind: SequenceKind, _ stored: StoredSequence,
    _ isTaken: (UUID, _ position: Int) throws -> Bool
  ) throws {
    if let found = stored.kind, found != kind { throw InvalidAppend.otherKind(sequenceID: id, stored: found) }
    guard kind == .counted else { return }
    if let newest = stored.newestPosition, position <= newest {
      // It may be one that the sequence lacks.
      let isThere = try isTaken(id, position)
      throw ConcurrencyError(sequenceID: id, position: position, found: isThere ? nil : stored.nextPosition)
    }
    guard position == stored.nextPosition else {
      throw InvalidAppend.gap(sequenceID: id, expected: stored.nextPosition, found: position)
    }
  }
}
