/// What a service lets far readers do.
public struct NotificationLogServiceOptions: Sendable {
  /// The secret that a reader has to show; `nil` to let in whoever reaches the service.
  public var token: AccessToken?

  /// The largest number of notifications in an answer, at least 1.
  public var largestLimit: Int

  /// About how large an answer may become, in bytes.
  ///
  /// A single notification is always answered, however large.
  public var largestAnswer: Int

  /// How long a reader may wait for something new in one request.
  public var longestWait: Duration

  /// Is told each error of the log that readers are not told.
  public var report: @Sendable (any Error) -> Void

  public init(
    token: AccessToken? = nil, largestLimit: Int = 1_000, largestAnswer: Int = 8_000_000,
    longestWait: Duration = .seconds(30), report: @escaping @Sendable (any Error) -> Void = { _ in }
  ) {
    self.token = token
    self.largestLimit = max(largestLimit, 1)
    self.largestAnswer = max(largestAnswer, 0)
    self.longestWait = longestWait
    self.report = report
  }
}
