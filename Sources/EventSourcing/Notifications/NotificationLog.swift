/// The notification sequence of an application, to be followed by others: its own, or a far one.
///
/// Whoever follows remembers a `LogPosition` and asks for what comes after it. Nothing is selected by time, gaps in the
/// ids hold up nobody, and what was read is never read again unless it is asked for again.
public protocol NotificationLog: Sendable {
  /// A page of the log, in order: what is settled, at once.
  ///
  /// - Throws: `LogReplaced` if the query says which log it has read, and this is another; `RecorderError`, or what
  ///   else reaching the log throws.
  func page(_ query: NotificationQuery) async throws -> NotificationPage

  /// A section of the log, by its id.
  ///
  /// - Parameter id: The first and the last notification id that are wanted, as in `"1,10"`; or `"current"` for the
  ///   section with the newest notifications.
  /// - Throws: `InvalidSectionID`; what reading a page throws.
  func section(_ id: String) async throws -> NotificationSection

  /// The newest settled notification, with the identity of the log; 0 if there is none.
  ///
  /// - Throws: What reading a page throws.
  func newestPosition() async throws -> LogPosition

  /// Waits until there is something settled after a position, or for a time, and sees to it that it is the same log.
  ///
  /// - Returns: Whether there is something.
  /// - Throws: `LogReplaced`, `CancellationError`; what reading a page throws.
  func waitForNotification(after position: LogPosition, atMost duration: Duration) async throws -> Bool
}
