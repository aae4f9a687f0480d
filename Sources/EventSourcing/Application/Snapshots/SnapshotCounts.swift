/// What has become of snapshots since their store was made: how often they helped, and why not.
public struct SnapshotCounts: Hashable, Sendable {
  /// Why a snapshot was passed over; what was asked for was replayed from an older one, or from all events.
  public enum Reason: String, CaseIterable, Hashable, Sendable {
    /// It has the snapshot version before the present one, and there is none of the present one: it will go by itself
    /// as new ones are taken.
    case olderVersion

    /// What is stored has not the shape of the state: somebody has changed it without another snapshot version.
    case otherShape

    /// Its data was changed or cut off.
    case damaged

    /// The cipher does not have the key.
    case wrongKey

    /// It was taken of another entity, or at another version, than where it is.
    case anotherEntity

    /// It was taken of another log, or before an epoch began.
    case anotherLog

    /// Events of the log were rewritten or deleted since.
    case pastChanged

    /// The event that it ends with is not stored: the log was restored from a backup, for example.
    case aheadOfLog

    /// Another event is stored where the one was that it ends with.
    case anotherEvent

    /// The database of the snapshots could not be read.
    case unreachable
  }

  /// How often a replay went on from a snapshot.
  public internal(set) var used = 0

  /// How often there was none that could be used, and all events were replayed.
  public internal(set) var replayed = 0

  /// How many snapshots were taken.
  public internal(set) var taken = 0

  /// How many could not be taken that a policy wanted to take.
  public internal(set) var failed = 0

  /// How many were passed over, by the reason.
  public internal(set) var passedOver: [Reason: Int] = [:]

  public init() {}
}

extension SnapshotCounts: CustomStringConvertible {
  /// For people, as in `taken 3, failed 0, used 12, replayed 1, passed over 1 (olderVersion 1)`.
  public var description: String {
    let reasons = Reason.allCases.compactMap { reason in passedOver[reason].map { "\(reason.rawValue) \($0)" } }
    return "taken \(taken), failed \(failed), used \(used), replayed \(replayed), "
      + "passed over \(passedOver.values.reduce(0, +))"
      + (reasons.isEmpty ? "" : " (\(reasons.joined(separator: ", ")))")
  }
}
