/// The notification has been dealt with before, so what it caused this time was not recorded: skip it.
public struct AlreadyTracked: Error, Hashable, CustomStringConvertible {
  public let tracking: TrackingRecord

  public init(_ tracking: TrackingRecord) {
    self.tracking = tracking
  }

  public var description: String {
    "Notification \(tracking.notificationID) from “\(tracking.upstream)” has been dealt with already."
  }
}
