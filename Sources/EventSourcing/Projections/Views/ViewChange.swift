/// A change of a view's content and of its position, to be made in one transaction.
public struct ViewChange<Content>: Sendable {
  /// The number of the generation, or `ViewGeneration.effects`, of which only positions are kept.
  public let generation: Int

  /// In which state the generation must be; a replaced one is never changed.
  public let state: ViewGeneration.State

  /// The name of the log, whose position nobody else moves meanwhile.
  public let upstream: String

  /// From where to where the upstream is dealt with; `nil` if its position stays.
  public let tracking: TrackingRecord?

  /// Whether the position is set wherever it is, in whatever log: by somebody who has decided so.
  public let resets: Bool

  /// What is done to the content, and to what is parked; it gets what is parked now.
  public let body: @Sendable (inout Content, ParkedSequences) throws -> [ParkingChange]

  public init(
    generation: Int, state: ViewGeneration.State, upstream: String, tracking: TrackingRecord?,
    resets: Bool = false,
    body: @escaping @Sendable (inout Content, ParkedSequences) throws -> [ParkingChange]
  ) {
    self.generation = generation
    self.state = state
    self.upstream = upstream
    self.tracking = tracking
    self.resets = resets
    self.body = body
  }
}

extension ViewChange {
  /// Holds the change against the position that is stored.
  ///
  /// - Parameter found: `nil` if there is none.
  /// - Returns: The position to be written; `nil` if there is nothing to write.
  /// - Throws: `AlreadyTracked`, `LogReplaced`.
  package func newPosition(after found: LogPosition?) throws -> LogPosition? {
    guard let tracking else { return nil }
    guard !resets else { return tracking.to }
    guard found?.id ?? 0 == tracking.from else { throw AlreadyTracked(tracking, found: found?.id ?? 0) }
    if let found, let log = tracking.to.log, let known = found.log, known != log {
      throw LogReplaced(position: found, reason: .otherIdentity(found: log))
    }
    return found == nil || tracking.to.id > tracking.from ? tracking.to : nil
  }
}
