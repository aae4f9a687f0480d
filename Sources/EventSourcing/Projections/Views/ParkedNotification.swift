public import Foundation

/// A notification that a view could not be changed by, or that waits behind such a one of its sequence.
public struct ParkedNotification: Hashable, Sendable {
  /// The name of the log that it is from.
  public let upstream: String

  public let notificationID: Int
  public let sequenceID: UUID
  public let position: Int
  public let topic: String

  /// Why: the type of an error, and what it says if it is one of this library's, which have no values in them.
  public let reason: String

  /// How often it was tried; 0 if it only waits.
  public let attempts: Int

  public init(
    upstream: String, notificationID: Int, sequenceID: UUID, position: Int, topic: String, reason: String, attempts: Int
  ) {
    self.upstream = upstream
    self.notificationID = notificationID
    self.sequenceID = sequenceID
    self.position = position
    self.topic = topic
    self.reason = reason
    self.attempts = attempts
  }
}

/// How often something is parked, of each sequence of one upstream, and in all.
public struct ParkedSequences: Sendable {
  /// Over all upstreams of the generation.
  public let total: Int

  private let sequences: Set<UUID>

  public init(total: Int, sequences: Set<UUID>) {
    self.total = total
    self.sequences = sequences
  }

  public static let none = ParkedSequences(total: 0, sequences: [])

  /// Whether something of a sequence of the upstream is parked, so that all that comes later has to wait behind it.
  public func contains(_ sequenceID: UUID) -> Bool {
    !sequences.isEmpty && sequences.contains(sequenceID)
  }
}

/// What becomes of a parked notification; each is kept on record.
public enum ParkingChange: Hashable, Sendable {
  case parked(ParkedNotification)

  /// It was tried again, and has failed again: with its new reason and number of attempts.
  case failedAgain(ParkedNotification)

  case retried(ParkedNotification)
  case skipped(ParkedNotification)

  public var notification: ParkedNotification {
    switch self {
    case .parked(let it), .failedAgain(let it), .retried(let it), .skipped(let it): it
    }
  }

  /// What has become of it, as it is stored; `nil` while it is parked.
  package var outcome: String? {
    switch self {
    case .parked, .failedAgain: nil
    case .retried: "retried"
    case .skipped: "skipped"
    }
  }
}
