public import Foundation

/// That a counted sequence still has this many items when something else is appended: for what was read to decide and
/// is not written.
public struct SequenceAssertion: Hashable, Sendable {
  public let sequenceID: UUID

  /// The number of its items, which is the position that its next one gets; 0 if there must be none.
  public let version: Int

  public init(sequenceID: UUID, version: Int) {
    self.sequenceID = sequenceID
    self.version = version
  }
}
