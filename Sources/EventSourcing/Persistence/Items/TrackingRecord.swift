/// A note that a part of an upstream log has been dealt with, recorded together with what that caused.
///
/// There is one row an upstream, and a record is stored only where that row says `from`, so nothing takes effect
/// twice: of two workers with overlapping parts one wins whole, and the other gets `AlreadyTracked`.
public struct TrackingRecord: Hashable, Sendable {
  /// The name of the application that the notifications came from.
  public let upstream: String

  /// How far the upstream had been dealt with before: the id that the row must have; 0 if there must be none.
  public let from: Int

  /// How far it has been dealt with now.
  public let to: LogPosition

  public init(upstream: String, from: Int, to: LogPosition) {
    self.upstream = upstream
    self.from = from
    self.to = to
  }
}
