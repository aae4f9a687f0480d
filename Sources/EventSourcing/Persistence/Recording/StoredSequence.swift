/// What is stored of a sequence, as far as an append must know.
public struct StoredSequence: Hashable, Sendable {
  /// The highest position; `nil` if there are no items.
  public let newestPosition: Int?

  /// Whether there is an item at position 0, as in every counted sequence.
  public let beginsAtZero: Bool

  public init(newestPosition: Int?, beginsAtZero: Bool) {
    self.newestPosition = newestPosition
    self.beginsAtZero = beginsAtZero
  }

  /// What its positions mean; `nil` if there are no items.
  public var kind: SequenceKind? {
    newestPosition == nil ? nil : beginsAtZero ? .counted : .timed
  }

  /// The position of the next item, if it is counted.
  var nextPosition: Int {
    // There is none after the largest number, and none that an append could have either.
    newestPosition.map { $0 == .max ? .max : $0 + 1 } ?? 0
  }
}
