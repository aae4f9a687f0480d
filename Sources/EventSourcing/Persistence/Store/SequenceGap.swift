public import Foundation

/// A counted sequence lacks an item that must have been there: it was deleted by hand, or its database is damaged.
///
/// Nothing is given out, since what comes after it cannot be understood without it. An append cannot put it back, as its
/// position is before the newest, and a rewrite finds nothing to replace: `ReplicaRecorder.restore(_:)` can.
public struct SequenceGap: Error, Hashable, CustomStringConvertible {
  public let sequenceID: UUID

  /// The first position that is missing.
  public let missing: Int

  public init(sequenceID: UUID, missing: Int) {
    self.sequenceID = sequenceID
    self.missing = missing
  }

  public var description: String {
    "Sequence \(sequenceID): the item at position \(missing) is missing, though there are later ones. Put it back with "
      + "the recorder's restore, as a backup has it, or delete the sequence."
  }
}
