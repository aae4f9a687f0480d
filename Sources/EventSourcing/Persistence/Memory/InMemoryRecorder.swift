public import Foundation
private import Synchronization

/// Keeps items in memory: the shortest reading of what a recorder promises, and the fastest.
///
/// Everything is gone with the last reference to it.
public final class InMemoryRecorder: MaintenanceRecorder, ReplicaRecorder {
  private let state = Mutex(InMemoryLog())
  private let signal = NotificationSignal()

  public init() {}

  @discardableResult
  public func append(_ request: AppendRequest) async throws -> [Int] {
    let ids = try change { try $0.append(request) }
    signal.prompt()
    return ids
  }

  public func replicate(_ notifications: [ItemNotification]) async throws {
    let placed = try PlacedItems(notifications.map(\.item))
    try change { try $0.replicate(notifications, placed) }
    signal.prompt()
  }

  public func restore(_ items: [SequencedItem]) async throws {
    let placed = try PlacedItems(items)
    try change { try $0.restore(items, placed) }
    signal.prompt()
  }

  public func item(of sequenceID: UUID, at position: Int) async throws -> SequencedItem? {
    try use { $0.item(of: sequenceID, at: position) }
  }

  public func items(of sequenceID: UUID, where query: PositionQuery) async throws -> [SequencedItem] {
    try use { $0.notifications(of: sequenceID, where: query).map(\.item) }
  }

  public func notifications(of sequenceID: UUID, where query: PositionQuery) async throws -> [ItemNotification] {
    try use { $0.notifications(of: sequenceID, where: query) }
  }

  public func sequenceIDs(after id: UUID?, limit: Int) async throws -> [UUID] {
    try use { log in
      let rest = if let id { log.sequenceIDs.filter { id < $0 } } else { Array(log.sequenceIDs) }
      return Array(rest.sorted().prefix(max(limit, 0)))
    }
  }

  public func page(_ query: NotificationQuery) async throws -> NotificationPage {
    try use { try $0.page(query) }
  }

  public func newestPosition() async throws -> LogPosition {
    try use { $0.newestPosition() }
  }

  public func logRevision() async throws -> LogRevision {
    try use { LogRevision(log: $0.identity, changes: $0.changesOfThePast) }
  }

  public func waitForNotification(after id: Int, atMost duration: Duration) async throws -> Bool {
    // Nothing is recorded without a prompt, so it need not look by itself.
    let waiting = WaitingForNotifications(signal: signal, shortestPause: .seconds(60), longestPause: .seconds(60))
    return try await waiting.wait(after: id, atMost: duration) {
      .init(settledID: try use { $0.newestPosition().id })
    }
  }

  public func lastTracked(of upstream: String) async throws -> LogPosition? {
    try use { $0.lastTracked(of: upstream) }
  }

  @discardableResult
  public func deleteItems(of sequenceID: UUID) async throws -> Int {
    try change { $0.deleteItems(of: sequenceID) }
  }

  @discardableResult
  public func deleteItem(of sequenceID: UUID, at position: Int) async throws -> Bool {
    try change { try $0.deleteItem(of: sequenceID, at: position) }
  }

  public func rewrite(_ rewrites: [Rewrite]) async throws {
    try change { try $0.rewrite(rewrites) }
  }

  @discardableResult
  public func beginEpoch() async throws -> UUID {
    try change { $0.beginEpoch() }
  }

  public func resetTracking(of upstream: String, to position: LogPosition?) async throws {
    try change { try $0.resetTracking(of: upstream, to: position) }
  }

  public var changesOfThePast: Int { state.withLock { $0.changesOfThePast } }

  public func close() async throws {
    state.withLock { $0.isClosed = true }
    signal.prompt()
  }

  /// What a task that was cancelled does not begin.
  private func change<Result>(_ body: (inout InMemoryLog) throws -> Result) throws -> Result {
    try Task.checkCancellation()
    return try use(body)
  }

  private func use<Result>(_ body: (inout InMemoryLog) throws -> Result) throws -> Result {
    try state.withLock { log in
      guard !log.isClosed else { throw RecorderError.closed }
      return try body(&log)
    }
  }
}
