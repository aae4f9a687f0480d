public import Foundation

/// Somebody else was first: read again and decide again.
public struct ConcurrencyError: Error, Hashable, CustomStringConvertible {
  public let sequenceID: UUID

  /// The position that was taken; of an assertion that has failed, the version that it asserts.
  ///
  /// In a counted sequence that lacks an item all up to the newest count as taken.
  public let position: Int

  /// The version of the sequence, if an assertion of another one has failed or the position lies before it in a gap;
  /// `nil` if there is an item at the position.
  public let found: Int?

  public init(sequenceID: UUID, position: Int, found: Int? = nil) {
    self.sequenceID = sequenceID
    self.position = position
    self.found = found
  }

  public var description: String {
    if let found {
      return
        "Sequence \(sequenceID): it was read at version \(position), and is at \(found). Read again and decide again."
    }
    let taken = "Sequence \(sequenceID): position \(position) is taken."
    return position == 0
      ? "\(taken) The id is in use: read again and decide again. If reading finds nothing, what had it has ended, and "
        + "something new needs an id of its own."
      : "\(taken) Somebody else stored it first: read again and decide again."
  }
}
