public import Foundation

/// Which log it is, and how often its past was changed: kept with the log, so every process sees the same.
///
/// What was made of stored items, and is kept elsewhere, is good for as long as this has not changed.
public struct LogRevision: Hashable, Codable, Sendable {
  /// The identity of the log; `beginEpoch()` gives it another.
  public let log: UUID

  /// The number of rewrites and deletions so far, in the log's whole life.
  public let changes: Int

  public init(log: UUID, changes: Int) {
    self.log = log
    self.changes = changes
  }
}
