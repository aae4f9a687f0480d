public import Foundation

/// A recorder around another one, which does what that does but for what it says itself: one that counts, or writes an
/// audit, or fails on purpose in a test.
///
///     struct CountingRecorder: ForwardingRecorder {
///       let inner: any Recorder
///       let count: Counter
///       func append(_ request: AppendRequest) async throws -> [Int] {
///         count.add(request.items.count)
///         return try await inner.append(request)
///       }
///     }
public protocol ForwardingRecorder: Recorder {
  /// The recorder that does the work.
  var inner: any Recorder { get }
}

extension ForwardingRecorder {
  @discardableResult
  public func append(_ request: AppendRequest) async throws -> [Int] {
    try await inner.append(request)
  }

  public func item(of sequenceID: UUID, at position: Int) async throws -> SequencedItem? {
    try await inner.item(of: sequenceID, at: position)
  }

  public func items(of sequenceID: UUID, where query: PositionQuery) async throws -> [SequencedItem] {
    try await inner.items(of: sequenceID, where: query)
  }

  public func notifications(of sequenceID: UUID, where query: PositionQuery) async throws -> [ItemNotification] {
    try await inner.notifications(of: sequenceID, where: query)
  }

  public func sequenceIDs(after id: UUID?, limit: Int) async throws -> [UUID] {
    try await inner.sequenceIDs(after: id, limit: limit)
  }

  public func page(_ query: NotificationQuery) async throws -> NotificationPage {
    try await inner.page(query)
  }

  public func newestPosition() async throws -> LogPosition {
    try await inner.newestPosition()
  }

  public func logRevision() async throws -> LogRevision {
    try await inner.logRevision()
  }

  public func waitForNotification(after id: Int, atMost duration: Duration) async throws -> Bool {
    try await inner.waitForNotification(after: id, atMost: duration)
  }

  public func lastTracked(of upstream: String) async throws -> LogPosition? {
    try await inner.lastTracked(of: upstream)
  }

  public var changesOfThePast: Int { inner.changesOfThePast }

  public func close() async throws {
    try await inner.close()
  }
}
