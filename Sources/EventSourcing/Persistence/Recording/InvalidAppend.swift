public import Foundation

/// An append that does not fit together, or not on what is stored: the caller has a mistake, or has skipped events.
public enum InvalidAppend: Error, Hashable {
  /// No items, and no tracking record either.
  case empty

  /// One call has two items for the same position.
  case duplicate(sequenceID: UUID, position: Int)

  /// A position does not follow on the one before it, in the call or in what is stored.
  case gap(sequenceID: UUID, expected: Int, found: Int)

  /// In one call, an item of a timed sequence comes after an item of a later time.
  case outOfOrder(sequenceID: UUID, position: Int)

  /// The sequence holds items of the other kind: an entity's id was used for a log, or a log's for an entity. An entity
  /// whose first item is missing looks like a log.
  case otherKind(sequenceID: UUID, stored: SequenceKind)

  /// In one call, a sequence is asserted to be at two versions, or at another one than its items begin at.
  case contradiction(sequenceID: UUID, versions: [Int])

  /// An assertion says that there are fewer items than none.
  case impossibleAssertion(SequenceAssertion)

  /// An assertion counts the items of a log.
  case assertsLog(sequenceID: UUID)

  /// An item of a timed sequence stands at position 0, where counted sequences begin.
  case timedAtZero(sequenceID: UUID)

  /// A topic, metadata or an upstream name contains a NUL character, which not every database can keep.
  case nulInName

  /// The name of an upstream has more bytes than 2 000, which not every database can keep.
  case longName(bytes: Int)

  /// The upstream has no name, or the record does not lead forwards from 0 or a later notification.
  case impossibleTracking(TrackingRecord)
}

extension InvalidAppend: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty:
      "Nothing to append: the list of items is empty."
    case .duplicate(let id, let position):
      "Sequence \(id): position \(position) comes twice in one append."
    case .gap(let id, let expected, let found):
      "Sequence \(id): the next position is \(expected), so position \(found) cannot be appended."
    case .outOfOrder(let id, let position):
      "Sequence \(id): in one append, the item at \(position) comes after an item of a later time."
    case .otherKind(let id, .counted):
      "Sequence \(id): it begins at position 0, so it is an entity's, and entries of a log cannot be appended to it. "
        + "Give the log an id of its own."
    case .otherKind(let id, .timed):
      "Sequence \(id): it has items, but none at position 0. If it is a log's, give the entity an id of its own. If it "
        + "is the entity's, its first item is missing: put it back with the recorder's restore, as a backup has it."
    case .contradiction(let id, let versions):
      "Sequence \(id): one append says that it is at version \(versions.map(String.init).joined(separator: " and at ")). "
        + "Decide on one state of it."
    case .impossibleAssertion(let assertion):
      "Sequence \(assertion.sequenceID): an assertion says how many events there are, which cannot be \(assertion.version)."
    case .assertsLog(let id):
      "Sequence \(id): an assertion counts the events of an entity, but this is a log."
    case .timedAtZero(let id):
      "Sequence \(id): an entry of a log cannot stand at position 0 (the first microsecond of 1970), where entities begin."
    case .nulInName:
      "A topic, metadata or an upstream name contains a NUL character, which not every database can keep."
    case .longName(let bytes):
      "The name of an upstream has \(bytes) bytes, and not every database can keep more than 2000."
    case .impossibleTracking(let record):
      "A tracking record leads forwards from notification 0 or a later one of a named upstream, not from \(record.from) "
        + "to \(record.to.id) of “\(record.upstream)”."
    }
  }
}
