public import Foundation

/// A rewrite was refused, and nothing was changed.
public enum RewriteError: Error, Hashable {
  /// The new item has another sequence, position or time than the old one.
  case anotherPlace(sequenceID: UUID, position: Int)

  /// What is stored is no longer what was read: read again.
  case changedMeanwhile(sequenceID: UUID, position: Int)
}

extension RewriteError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .anotherPlace(let id, let position):
      "Sequence \(id): a rewrite of position \(position) must keep its sequence, position and time."
    case .changedMeanwhile(let id, let position):
      "Sequence \(id): position \(position) is no longer what was read. Nothing was rewritten; read again."
    }
  }
}
