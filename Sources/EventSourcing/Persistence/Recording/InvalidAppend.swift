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

  /// A topic or an upstream name contains a NUL character, which not every database can keep.
  case nulInName

  /// Notification ids start at 1.
  case impossibleNotification(upstream: String, notificationID: Int)
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
    case .nulInName:
      "A topic or an upstream name contains a NUL character, which not every database can keep."
    case .impossibleNotification(let upstream, let id):
      "Notification ids start at 1, so \(id) from “\(upstream)” cannot be tracked."
    }
  }
}
