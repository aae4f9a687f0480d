public import Foundation

/// A deletion was refused, and nothing was deleted.
public enum DeletionError: Error, Hashable {
  /// It is the first of several items of a counted sequence, by which the sequence is known as one.
  case firstOfMany(sequenceID: UUID)
}

extension DeletionError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .firstOfMany(let id):
      "Sequence \(id): its first item cannot be deleted while others follow it. Nothing was deleted; rewrite the item, or "
        + "delete the whole sequence."
    }
  }
}
