/// The notifications of a log as a sequence without end: first what there is, then what comes.
///
///     for try await element in NotificationSubscription(log, after: position) {
///       switch element {
///       case .notification(let notification, let position): …
///       case .caughtUp: …
///       }
///     }
///
/// Catching up and following are one loop: a page is read and handed out, and where the log ends the loop waits until
/// there may be more. A slow reader reads later. Nothing is dropped, and no more is kept than a page that is handed
/// out and the next one.
///
/// A failure that passes by itself, such as a lost connection, is waited for, in pauses that grow; then it goes on after
/// the last notification that was handed out. It ends by `CancellationError` when its task is cancelled, and by any
/// other error. Each iterator begins at the position anew.
public struct NotificationSubscription: AsyncSequence, Sendable {
  /// What a subscription hands out.
  public enum Element: Hashable, Sendable {
    /// A notification, and the position to keep when it has been dealt with.
    case notification(ItemNotification, position: LogPosition)

    /// All there is has been handed out, up to a position, which may have moved over what is not wanted. It comes each
    /// time, also if there was nothing at all.
    case caughtUp(position: LogPosition)
  }

  /// What is followed.
  public let log: any NotificationLog

  /// How far its reader has come.
  public let position: LogPosition

  /// Which notifications are wanted.
  public let filter: TopicFilter

  /// The largest number of notifications that are read at once, at least 1.
  public let pageSize: Int

  /// For how long failures in a row are taken to pass.
  public let patience: Duration

  private let onFailure: @Sendable (any Error) -> Void

  /// - Parameters:
  ///   - log: What is followed.
  ///   - position: How far its reader has come. One behind the end of the log waits until the log has come so far.
  ///   - filter: Which notifications are wanted.
  ///   - pageSize: The largest number of notifications that are read at once, at least 1.
  ///   - patience: For how long failures in a row are taken to pass; then the last one is thrown.
  ///   - onFailure: Is told of each failure that is waited for: for a person who wonders why nothing comes.
  public init(
    _ log: any NotificationLog, after position: LogPosition = .beginning, filter: TopicFilter = .all,
    pageSize: Int = 1_000, patience: Duration = .seconds(300),
    onFailure: @escaping @Sendable (any Error) -> Void = { _ in }
  ) {
    self.log = log
    self.position = position
    self.filter = filter
    self.pageSize = Swift.max(pageSize, 1)
    self.patience = patience
    self.onFailure = onFailure
  }

  public func makeAsyncIterator() -> Iterator {
    let query = NotificationQuery(after: position, limit: pageSize, filter: filter)
    return Iterator(
      pages: FollowedPages(log, query: query, patience: FailurePatience(for: patience, onFailure: onFailure)))
  }

  public struct Iterator: AsyncIteratorProtocol {
    private let pages: FollowedPages
    private var batch: [Element] = []
    private var next = 0

    fileprivate init(pages: FollowedPages) {
      self.pages = pages
    }

    /// The next element; it waits until there is one.
    ///
    /// - Throws: `LogReplaced`, `CancellationError`; what reading a page throws, if it does not pass.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Element? {
      while next == batch.count {
        batch = try await pages.nextBatch()
        next = 0
      }
      defer { next += 1 }
      return batch[next]
    }
  }
}
