/// A note that a notification from elsewhere has been dealt with, recorded together with what it caused.
///
/// It is unique, and committed or refused with the items beside it, so the same notification cannot take effect
/// twice.
public struct TrackingRecord: Hashable, Sendable {
  /// The name of the application the notification came from.
  public let upstream: String

  /// The notification's id there.
  public let notificationID: Int

  public init(upstream: String, notificationID: Int) {
    self.upstream = upstream
    self.notificationID = notificationID
  }
}
