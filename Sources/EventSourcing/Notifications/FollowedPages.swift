/// The pages of a log, one after the other, without end, each made into what a subscription hands out.
///
/// While a page is handed out the next one is read, if it is known to be there.
final class FollowedPages {
  typealias Element = NotificationSubscription.Element

  /// So long a wait takes at most, before the log is looked at anyway.
  private static let longestWait = Duration.seconds(30)

  /// What was made of a page.
  private struct Batch: Sendable {
    let elements: [Element]
    let readUpTo: LogPosition
    let isAtEnd: Bool

    static func read(_ query: NotificationQuery, of log: any NotificationLog) async throws -> Batch {
      let page = try await log.page(query)
      let elements = page.notifications.map { Element.notification($0, position: page.position(after: $0)) }
      return Batch(elements: elements, readUpTo: query.after.afterReading(page), isAtEnd: page.isAtEnd)
    }
  }

  private let log: any NotificationLog
  private var query: NotificationQuery
  private var patience: FailurePatience

  /// The reading of the page after the one that is handed out.
  private var ahead: Task<Batch, any Error>?

  /// Whether the last page had reached the end of the log, so that it is to be waited for more.
  private var isAtEnd = false

  /// Where its reader was last told that it has caught up.
  private var caughtUp: LogPosition?

  init(_ log: any NotificationLog, query: NotificationQuery, patience: FailurePatience) {
    self.log = log
    self.query = query
    self.patience = patience
  }

  deinit { ahead?.cancel() }

  /// What is handed out next; it may be nothing, where a page had nothing that is wanted.
  ///
  /// - Throws: `LogReplaced`, `CancellationError`, or what lasts.
  func nextBatch() async throws -> [Element] {
    while true {
      try Task.checkCancellation()
      do {
        if isAtEnd {
          guard try await log.waitForNotification(after: query.after, atMost: Self.longestWait) else {
            patience.noteSuccess()
            continue
          }
          isAtEnd = false
        }
        let batch = try await read()
        patience.noteSuccess()
        return handOut(batch)
      } catch {
        try await patience.pause(after: error)
      }
    }
  }

  private func read() async throws -> Batch {
    guard let ahead else { return try await Batch.read(query, of: log) }
    self.ahead = nil
    return try await withTaskCancellationHandler {
      try await ahead.value
    } onCancel: {
      ahead.cancel()
    }
  }

  /// Moves on by a page that was read, and begins to read the next.
  private func handOut(_ batch: Batch) -> [Element] {
    query.after = batch.readUpTo
    isAtEnd = batch.isAtEnd
    guard isAtEnd else {
      let (query, log) = (query, log)
      ahead = Task { try await Batch.read(query, of: log) }
      return batch.elements
    }
    guard caughtUp != query.after else { return batch.elements }
    caughtUp = query.after
    return batch.elements + [.caughtUp(position: query.after)]
  }
}
