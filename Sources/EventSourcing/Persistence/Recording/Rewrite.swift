/// A stored item and what is to stand in its place.
public struct Rewrite: Hashable, Sendable {
  /// The item as it was read.
  public let old: SequencedItem

  /// The item to put there: same sequence, position and time.
  public let new: SequencedItem

  /// - Throws: `RewriteError.anotherPlace` if the new item has another sequence, position or time.
  public init(from old: SequencedItem, to new: SequencedItem) throws(RewriteError) {
    guard old.sequenceID == new.sequenceID, old.position == new.position, old.timestamp == new.timestamp else {
      throw .anotherPlace(sequenceID: old.sequenceID, position: old.position)
    }
    self.old = old
    self.new = new
  }
}

extension SequencedItem {
  /// Whether another item is the same, byte for byte: two texts can be equal to Swift and different in a database.
  package func isSame(as other: SequencedItem) -> Bool {
    self == other && topic.utf8.elementsEqual(other.topic.utf8)
      && (metadata ?? "").utf8.elementsEqual((other.metadata ?? "").utf8)
  }
}
