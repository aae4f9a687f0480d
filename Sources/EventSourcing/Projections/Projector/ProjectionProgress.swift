/// How far a view has come.
public struct ProjectionProgress: Hashable, Sendable {
  /// How far it has come in one log.
  public struct Log: Hashable, Sendable {
    public let upstream: String

    /// What is written of it; over what does not concern the view that is done seldom.
    public let position: LogPosition

    /// The newest notification of the log.
    public let newest: LogPosition

    /// Whether nothing that concerns the view comes after the position.
    public let isCaughtUp: Bool

    /// How many notifications the view lags behind at the most: 0 if it has caught up.
    public var lag: Int { isCaughtUp ? 0 : max(newest.id.subtractingReportingOverflow(position.id).partialValue, 0) }

    public init(upstream: String, position: LogPosition, newest: LogPosition, isCaughtUp: Bool) {
      self.upstream = upstream
      self.position = position
      self.newest = newest
      self.isCaughtUp = isCaughtUp
    }
  }

  /// The generation that answers; `nil` before there is one.
  public let current: ViewGeneration?

  /// Whether there is another one that is being built, or that a killed rebuild has left.
  public let isBeingRebuilt: Bool

  /// In the order in which the projector was given its logs.
  public let logs: [Log]

  /// How many notifications are parked.
  public let parked: Int

  public var isCaughtUp: Bool { logs.allSatisfy(\.isCaughtUp) }

  public init(current: ViewGeneration?, isBeingRebuilt: Bool, logs: [Log], parked: Int) {
    self.current = current
    self.isBeingRebuilt = isBeingRebuilt
    self.logs = logs
    self.parked = parked
  }
}
