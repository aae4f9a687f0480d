import Foundation

/// A stored snapshot that is no state to go on from, with the reason under which it is counted.
struct UnusableSnapshot: Error {
  let reason: SnapshotCounts.Reason

  /// What an error means that reading the item has thrown.
  init(_ error: any Error, isWhole: () -> Bool) {
    reason =
      switch (error as? UnreadableItem)?.problem {
      case .notDecrypted(.unknownKey): .wrongKey
      case .notDecrypted, .notDecompressed, .unreadableMetadata, nil: .damaged
      case .malformed: isWhole() ? .otherShape : .damaged
      case .unknownTopic, .newerVersion, .notUpcast: .otherShape
      }
  }

  init(_ reason: SnapshotCounts.Reason) {
    self.reason = reason
  }
}

/// Reads whatever is there, if it is what a transcoder writes.
struct AnyShape: Decodable {
  init(from decoder: any Decoder) {}
}
