/// How a `ConcurrentRunner` runs a system.
public struct ConcurrentRunnerOptions: Hashable, Sendable {
  /// For how long failures in a row that may pass are waited for, of a database for example that is not to be had.
  public var patience: Duration

  public init(patience: Duration = .seconds(60)) {
    self.patience = patience
  }
}
