public import Foundation

/// Somebody else stored this position first: read again and decide again.
public struct ConcurrencyError: Error, Hashable, CustomStringConvertible {
  public let sequenceID: UUID

  /// The position that was taken.
  ///
  /// In a counted sequence that lacks an item all up to the newest count as taken.
  public let position: Int

  public init(sequenceID: UUID, position: Int) {
    self.sequenceID = sequenceID
    self.position = position
  }

  public var description: String {
    let taken = "Sequence \(sequenceID): position \(position) is taken."
    return position == 0
      ? "\(taken) The id is in use: read again and decide again. If reading finds nothing, what had it has ended, and "
        + "something new needs an id of its own."
      : "\(taken) Somebody else stored it first: read again and decide again."
  }
}
