public import Foundation

/// How far a follower has come in the notification sequence of a log, and in which log that was.
///
/// A number alone cannot tell that the log was restored from a backup, or made anew, and has grown past the follower
/// again: then other items are under the same numbers.
public struct LogPosition: Hashable, Codable, Sendable {
  /// The notification id up to which everything was dealt with; 0 at the beginning.
  public let id: Int

  /// The identity of the log; `nil` if it is not known, and so is not looked at.
  public let log: UUID?

  /// The digest of the item under the id; `nil` if there was none, or it is not known.
  public let digest: ItemDigest?

  public init(id: Int, log: UUID? = nil, digest: ItemDigest? = nil) {
    self.id = id
    self.log = log
    self.digest = digest
  }

  /// Before the first notification of any log.
  public static let beginning = LogPosition(id: 0)
}

extension LogPosition: ExpressibleByIntegerLiteral {
  /// A position in whatever log.
  public init(integerLiteral id: Int) {
    self.init(id: id)
  }
}
