public import Foundation

/// Where items are kept, in order, for good: one protocol, many databases.
///
/// What every recorder promises:
///
/// - An append is all or nothing, also when the process is killed in the middle of it.
/// - The items of a sequence are in the order of their positions. A position is taken once: of many writers who
///   race for it exactly one succeeds, and each other gets `ConcurrencyError`. Nothing is overwritten.
/// - All items are also in one notification sequence, recorded in the same transaction. Its order is the order of
///   commits: a reader that has seen a notification will never find a smaller one appear later.
/// - There is one tracking record an upstream. It is moved only from where it is, and within one log, in the same
///   transaction as what the upstream caused.
/// - What an append asserts about other sequences holds in the moment in which it is recorded.
/// - Names and data come back as they went in, and are compared, byte for byte.
///
/// Prove a new recorder by running every `RecorderPromise` of the test kit on it.
public protocol Recorder: Sendable {
  /// Records the items of a request, and its tracking record, all or nothing.
  ///
  /// - Returns: The ids of the items in the notification sequence, in the order of the items.
  /// - Throws: `ConcurrencyError` if a position is taken, or an assertion no longer holds; `InvalidAppend` if it would
  ///   leave a gap, or the sequence is of the other kind; `AlreadyTracked` if the upstream does not stand where the
  ///   tracking record says, `LogReplaced` if it stands in another log; `RecorderError` if the database fails;
  ///   `CancellationError` if the task was cancelled while the request waited. In each case but
  ///   `RecorderError.Code.unknownOutcome` nothing of the request was recorded.
  @discardableResult
  func append(_ request: AppendRequest) async throws -> [Int]

  /// The item at a position of a sequence, if there is one.
  func item(of sequenceID: UUID, at position: Int) async throws -> SequencedItem?

  /// The items of a sequence that a query asks for, in its order; none if there is no such sequence.
  func items(of sequenceID: UUID, where query: PositionQuery) async throws -> [SequencedItem]

  /// The same items, each with its notification id.
  func notifications(of sequenceID: UUID, where query: PositionQuery) async throws -> [ItemNotification]

  /// A page of the ids of all sequences, each once, in the order of their bytes.
  ///
  /// - Parameters:
  ///   - id: The last id of the page before; `nil` for the first page.
  ///   - limit: The largest number of ids in the page.
  func sequenceIDs(after id: UUID?, limit: Int) async throws -> [UUID]

  /// A page of the notification sequence, in order: what is settled, at once.
  ///
  /// Settled is what nothing can come before any more. What was committed may not be, for as long as a writer that
  /// began earlier is at work; a later page has it.
  ///
  /// - Throws: `LogReplaced` if the query says which log it has read, and this is another; `RecorderError`.
  func page(_ query: NotificationQuery) async throws -> NotificationPage

  /// The newest settled notification, with the identity of the log; 0 if there is none.
  func newestPosition() async throws -> LogPosition

  /// The identity of the log, and how often items of it were deleted or rewritten since it was made, by whatever process.
  ///
  /// It is kept in the database, and changed in the same transaction as the items.
  func logRevision() async throws -> LogRevision

  /// Waits until there is something settled after an id, or a time has passed.
  ///
  /// It answers soon after something was recorded, by whatever process, and costs little while nothing is.
  ///
  /// - Returns: Whether there is something.
  /// - Throws: `RecorderError.closed`, also if it is closed meanwhile; `CancellationError`; `RecorderError`.
  func waitForNotification(after id: Int, atMost duration: Duration) async throws -> Bool

  /// How far an upstream application has been dealt with; `nil` if nothing of it was.
  func lastTracked(of upstream: String) async throws -> LogPosition?

  /// How often items were deleted or rewritten since the recorder was opened, as far as it knows: whoever keeps what
  /// was read looks whether that is still good. 0 where the past cannot be changed.
  var changesOfThePast: Int { get }

  /// Lets what is under way end, then closes the database; closing twice does no harm.
  ///
  /// Every other use throws `RecorderError.closed` from now on.
  func close() async throws
}

extension Recorder {
  public var changesOfThePast: Int { 0 }

  /// Records items all or nothing.
  ///
  /// - Throws: `InvalidAppend` if the items cannot be recorded together, and what `append(_:)` throws.
  @discardableResult
  public func append(
    _ items: [SequencedItem], kind: SequenceKind = .counted, tracking: TrackingRecord? = nil,
    assertions: [SequenceAssertion] = []
  ) async throws -> [Int] {
    try await append(AppendRequest(items, kind: kind, tracking: tracking, assertions: assertions))
  }

  /// All items of a sequence, from the lowest position up.
  public func items(of sequenceID: UUID) async throws -> [SequencedItem] {
    try await items(of: sequenceID, where: .all)
  }

  /// The notifications after an id, as many as are wanted and settled, in order.
  ///
  /// If only some are wanted, it reads on until it has so many of them, or all is read.
  public func notifications(
    after id: Int, limit: Int, filter: TopicFilter = .all
  ) async throws -> [ItemNotification] {
    var found: [ItemNotification] = []
    var query = NotificationQuery(after: LogPosition(id: id), limit: limit, filter: filter)
    while query.limit > 0 {
      let page = try await page(query)
      found += page.notifications
      guard !page.isAtEnd else { break }
      query.after = LogPosition(id: page.readUpTo.id)
      query.limit = limit - found.count
    }
    return found
  }
}
