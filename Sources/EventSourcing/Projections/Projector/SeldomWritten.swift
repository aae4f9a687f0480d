/// How far a log was looked at, and how far that is written: what moves over what does not concern a view is written
/// seldom.
package struct SeldomWritten: Sendable {
  /// So long it may stay unwritten.
  package static let longestUnwritten = Duration.seconds(5)

  /// So many ids it may be ahead of what is written.
  private static let mostUnwritten = 100_000

  /// What is written in the database.
  package let stored: LogPosition

  /// Up to here nothing more concerns the view.
  package var readUpTo: LogPosition

  private let lastWrite = Pace.current.now

  package init(stored: LogPosition) {
    self.stored = stored
    readUpTo = stored
  }

  /// Whether it is time to write.
  package var isDue: Bool {
    guard readUpTo.id > stored.id else { return false }
    return readUpTo.id - stored.id >= Self.mostUnwritten || Pace.current.now - lastWrite >= Self.longestUnwritten
  }
}
