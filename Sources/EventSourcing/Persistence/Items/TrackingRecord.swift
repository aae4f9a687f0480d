/// A note that a part of an upstream log has been dealt with, recorded together with what that caused.
///
/// There is one row an upstream, and a record is stored only where that row says `from`, so nothing takes effect
/// twice: of two workers with overlapping parts one wins whole, and the other gets `AlreadyTracked`. A row that tells
/// of one log is not moved to a position in another one: that gets `LogReplaced`, until `resetTracking(of:to:)` says
/// from where to go on.
public struct TrackingRecord: Hashable, Sendable {
  /// The name of the application that the notifications came from, of at most 2 000 bytes.
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

extension TrackingRecord {
  /// Whether a name can be that of an upstream in every database: PostgreSQL has no room for longer ones in an index.
  ///
  /// - Throws: `InvalidAppend.longName`, `InvalidAppend.nulInName`.
  package static func checkName(of upstream: String) throws(InvalidAppend) {
    guard upstream.utf8.count <= 2_000 else { throw .longName(bytes: upstream.utf8.count) }
    guard !upstream.utf8.contains(0) else { throw .nulInName }
  }

  /// Whether an upstream can be said to stand at a position.
  ///
  /// - Throws: `InvalidAppend.longName`, `InvalidAppend.nulInName`, `InvalidAppend.impossibleTracking`.
  package static func checkReset(of upstream: String, to position: LogPosition?) throws(InvalidAppend) {
    try checkName(of: upstream)
    let record = TrackingRecord(upstream: upstream, from: 0, to: position ?? .beginning)
    // Without a name it would be the log's own row.
    guard !upstream.isEmpty, record.to.id >= 0 else { throw .impossibleTracking(record) }
  }
}
