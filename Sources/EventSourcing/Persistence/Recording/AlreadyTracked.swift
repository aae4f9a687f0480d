/// The part of the upstream log has been dealt with before, by this worker or another: nothing was recorded this time.
///
/// Go on from where the follower stands now.
public struct AlreadyTracked: Error, Hashable, CustomStringConvertible {
  /// The record that was refused.
  public let tracking: TrackingRecord

  /// How far the upstream had been dealt with when it was refused; 0 if nothing was.
  public let found: Int

  public init(_ tracking: TrackingRecord, found: Int) {
    self.tracking = tracking
    self.found = found
  }

  public var description: String {
    "Notifications \(tracking.from) to \(tracking.to.id) from “\(tracking.upstream)” do not follow on what has been "
      + "dealt with, which is up to \(found): go on from there."
  }
}
