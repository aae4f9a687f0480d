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
/// - A tracking record is unique, and recorded in the same transaction as what it caused.
/// - Names and data come back as they went in, byte for byte.
///
/// Prove a new recorder by running every `RecorderPromise` of the test kit on it.
public protocol Recorder: Sendable {
  /// Records the items of a request, and its tracking record, all or nothing.
  ///
  /// - Returns: The ids of the items in the notification sequence, in the order of the items.
  /// - Throws: `ConcurrencyError` if a position is taken, `InvalidAppend` if it would leave a gap,
  ///   `AlreadyTracked` if the tracking record exists, `RecorderError` if the database fails, `CancellationError`
  ///   if the task was cancelled while the request waited. In each case but `RecorderError.Code.unknownOutcome`
  ///   nothing of the request was recorded.
  @discardableResult
  func append(_ request: AppendRequest) async throws -> [Int]

  /// The item at a position of a sequence, if there is one.
  func item(of sequenceID: UUID, at position: Int) async throws -> SequencedItem?

  /// The items of a sequence that a query asks for, in its order; none if there is no such sequence.
  func items(of sequenceID: UUID, where query: PositionQuery) async throws -> [SequencedItem]

  /// A page of the ids of all sequences, each once, in the order of their bytes.
  ///
  /// - Parameters:
  ///   - id: The last id of the page before; `nil` for the first page.
  ///   - limit: The largest number of ids in the page.
  func sequenceIDs(after id: UUID?, limit: Int) async throws -> [UUID]

  /// A page of the notification sequence, in order.
  ///
  /// - Parameters:
  ///   - id: The last notification seen; 0 for the first page.
  ///   - limit: The largest number of notifications in the page.
  ///   - topics: Only items of these topics; `nil` for all. It is a filter, not an index: the whole sequence
  ///     after `id` may be read to fill the page.
  func notifications(after id: Int, limit: Int, topics: [String]?) async throws -> [ItemNotification]

  /// The largest notification id tracked for an upstream application; `nil` if there is none.
  func lastTracked(of upstream: String) async throws -> Int?

  /// Lets what is under way end, then closes the database; closing twice does no harm.
  ///
  /// Every other use throws `RecorderError.closed` from now on.
  func close() async throws
}

extension Recorder {
  /// Records items all or nothing.
  ///
  /// - Throws: `InvalidAppend` if the items cannot be recorded together, and what `append(_:)` throws.
  @discardableResult
  public func append(
    _ items: [SequencedItem], kind: SequenceKind = .counted, tracking: TrackingRecord? = nil
  ) async throws -> [Int] {
    try await append(AppendRequest(items, kind: kind, tracking: tracking))
  }

  /// All items of a sequence, from the lowest position up.
  public func items(of sequenceID: UUID) async throws -> [SequencedItem] {
    try await items(of: sequenceID, where: .all)
  }

  /// A page of the notification sequence, of all topics.
  public func notifications(after id: Int, limit: Int) async throws -> [ItemNotification] {
    try await notifications(after: id, limit: limit, topics: nil)
  }
}
