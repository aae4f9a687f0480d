/// A position or a range that a big array does not have.
public enum BigArrayError: Error, Hashable {
  /// The last position is taken.
  case full(capacity: Int)

  /// There is no such position.
  case outside(Int, capacity: Int)

  /// So many values at once do not fit in memory: ask for them in several ranges.
  case longSlice(Int)

  static let longestSlice = 1_000_000
}

extension BigArrayError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .full(let capacity):
      "The big array is full: it has room for \(capacity) values. One of larger arrays has more, under an id of its own."
    case .outside(let position, let capacity):
      "Position \(position) is outside of the big array, which has room for \(capacity) values."
    case .longSlice(let count):
      "\(count) values are too many at once: ask for \(Self.longestSlice) at most, in several ranges."
    }
  }
}
