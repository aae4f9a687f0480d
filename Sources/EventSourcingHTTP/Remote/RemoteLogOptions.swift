/// How a far log is read.
public struct RemoteLogOptions: Sendable {
  /// What a far log can answer.
  public enum Form: Hashable, Sendable {
    /// Pages, which say how far they were read and wait for what comes: a `NotificationLogService`.
    case pages

    /// Only sections by their ids: what a Python application shows of its `NotificationLogJSONService`.
    ///
    /// What is not wanted is sorted out here. The log cannot say that it was restored, and is asked again and again for
    /// what comes. A notification without a time gets that of 1970.
    case sections
  }

  /// The secret that is shown to the far server, if it wants one.
  public var token: AccessToken?

  /// What the far log can answer.
  public var form: Form

  /// How long an answer may take, from the request to its last byte, beyond what it was asked to wait.
  public var timeout: Duration

  /// For how long what failed in passing is tried again; zero for not at all.
  public var patience: Duration

  /// The largest answer that is taken, in bytes.
  public var largestAnswer: Int

  public init(
    token: AccessToken? = nil, form: Form = .pages, timeout: Duration = .seconds(30),
    patience: Duration = .seconds(30), largestAnswer: Int = 64_000_000
  ) {
    self.token = token
    self.form = form
    self.timeout = timeout
    self.patience = patience
    self.largestAnswer = largestAnswer
  }
}
