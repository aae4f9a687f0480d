/// How far a log was looked at, and how far that is written: what moves over what does not concern a view is written
/// seldom.
struct SeldomWritten: Sendable {
  /// So long it may stay unwritten.
  static let longestUnwritten = Duration.seconds(5)

  /// So many ids it may be ahead of what is written.
  private static let mostUnwritten = 100_000

  /// What is written in the database.
  let stored: LogPosition

  /// Up to here nothing more concerns the view.
  var readUpTo: LogPosition

  private let lastWrite = ContinuousClock.now

  init(stored: LogPosition) {
    self.stored = stored
    readUpTo = stored
  }

  /// Whether it is time to write.
  var isDue: Bool {
    guard readUpTo.id > stored.id else { return false }
    return readUpTo.id - stored.id >= Self.mostUnwritten || .now - lastWrite >= Self.longestUnwritten
  }
}
