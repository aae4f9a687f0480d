/// How a projector works.
public struct ProjectorOptions: Hashable, Sendable {
  /// From where on effects are done of a log that none was ever done of.
  public enum EffectsBegin: Hashable, Sendable {
    /// After what is there when the projection is first run: a mail about each event of the past would not be wanted.
    case afterWhatIsThere

    /// With the first notification.
    case atTheBeginning
  }

  /// What becomes of a notification that the projection cannot deal with.
  public var onFailure: FailurePolicy

  /// The largest number of notifications that share a transaction, at least 1.
  public var batch: Int

  /// From where on effects are done of a log that none was ever done of.
  public var effectsBegin: EffectsBegin

  /// For how long `run()` tries again while a database cannot be had.
  public var patience: Duration

  public init(
    onFailure: FailurePolicy = .stop, batch: Int = 1_000, effectsBegin: EffectsBegin = .afterWhatIsThere,
    patience: Duration = .seconds(60)
  ) {
    self.onFailure = onFailure
    self.batch = batch
    self.effectsBegin = effectsBegin
    self.patience = patience
  }
}
