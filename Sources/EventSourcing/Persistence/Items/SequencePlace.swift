package import Foundation

/// A position of a sequence.
package struct SequencePlace: Hashable, Sendable {
  package let sequenceID: UUID
  package let position: Int

  package init(_ sequenceID: UUID, _ position: Int) {
    self.sequenceID = sequenceID
    self.position = position
  }

  package init(of item: SequencedItem) {
    self.init(item.sequenceID, item.position)
  }
}
