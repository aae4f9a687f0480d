/// How a PostgreSQL database is used.
public struct PostgreSQLOptions: Hashable, Sendable {
  /// The most connections that a database makes: one writes, the others read.
  ///
  /// At least 2. While somebody waits for notifications there is one more, which listens.
  public var maximumConnections: Int

  /// How many seconds to wait for each host of the connection string, unless that or `PGCONNECT_TIMEOUT` says.
  public var connectTimeout: Double

  /// After how many seconds the server gives a statement up; never if 0.
  ///
  /// The server also ends a transaction that has not gone on for so long, so that a process that was stopped in the
  /// middle of an append does not hold readers up for ever.
  ///
  /// If nothing at all comes from the server for a little longer than that, it is given up: what was asked then ends
  /// with `RecorderError.Code.timedOut`, or with `.unknownOutcome` if it was being committed. So a statement of one's
  /// own that takes longer needs a longer timeout here, too.
  public var statementTimeout: Double

  /// How long who waits for notifications pauses before it looks without a prompt: from, and at the most.
  package var pauses = Pauses(shortest: .milliseconds(10), longest: .seconds(1))

  package struct Pauses: Hashable, Sendable {
    let shortest: Duration
    let longest: Duration

    package init(shortest: Duration, longest: Duration) {
      self.shortest = shortest
      self.longest = longest
    }
  }

  public init(maximumConnections: Int = 8, connectTimeout: Double = 10, statementTimeout: Double = 30) {
    self.maximumConnections = maximumConnections
    self.connectTimeout = connectTimeout
    self.statementTimeout = statementTimeout
  }
}

extension PostgreSQLOptions {
  /// The timeout as the server takes it: whole milliseconds of 31 bits.
  var statementMilliseconds: Int {
    statementTimeout > 0 ? Int(min(max(statementTimeout * 1_000, 1), 2_000_000_000)) : 0
  }

  /// The timeout as libpq takes it: whole seconds; it makes 2 of 1.
  var connectSeconds: Int {
    connectTimeout > 0 ? Int(min(max(connectTimeout.rounded(.up), 1), 1_000_000)) : 0
  }
}
