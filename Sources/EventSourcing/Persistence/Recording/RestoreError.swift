public import Foundation

/// Items cannot be put back where they are said to be, and none was.
public enum RestoreError: Error, Hashable {
  /// The sequence would be a counted one that lacks an item, and could not be read.
  case leavesGap(sequenceID: UUID, missing: Int)
}

extension RestoreError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .leavesGap(let id, let missing):
      "Sequence \(id): it would be an entity's that lacks position \(missing), and could not be read. Nothing was put "
        + "back: restore what is missing there in the same call, and entries of a log under the log's own id."
    }
  }
}
