public import Foundation
private import Synchronization

/// Keeps items in memory: the shortest reading of what a recorder promises, and the fastest.
///
/// Everything is gone with the last reference to it.
public final class InMemoryRecorder: MaintenanceRecorder {
  private let state = Mutex(InMemoryLog())

  public init() {}

  @discardableResult
  public func append(_ request: AppendRequest) async throws -> [Int] {
    try Task.checkCancellation()
    return try use { try $0.append(request) }
  }

  public func item(of sequenceID: UUID, at position: Int) async throws -> SequencedItem? {
    try use { $0.item(of: sequenceID, at: position) }
  }

  public func items(of sequenceID: UUID, where query: PositionQuery) async throws -> [SequencedItem] {
    try use { $0.items(of: sequenceID, where: query) }
  }

  public func sequenceIDs(after id: UUID?, limit: Int) async throws -> [UUID] {
    try use { log in
      let rest = if let id { log.sequenceIDs.filter { id < $0 } } else { Array(log.sequenceIDs) }
      return Array(rest.sorted().prefix(max(limit, 0)))
    }
  }

  public func notifications(after id: Int, limit: Int, topics: [String]?) async throws -> [ItemNotification] {
    try use { $0.notifications(after: id, limit: limit, topics: topics.map(Set.init)) }
  }

  public func lastTracked(of upstream: String) async throws -> Int? {
    try use { $0.lastTracked(of: upstream) }
  }

  @discardableResult
  public func deleteItems(of sequenceID: UUID) async throws -> Int {
    try use { $0.deleteItems(of: sequenceID) }
  }

  public func rewrite(_ rewrites: [Rewrite]) async throws {
    try use { try $0.rewrite(rewrites) }
  }

  public func close() async throws {
    state.withLock { $0.isClosed = true }
  }

  private func use<Result>(_ body: (inout InMemoryLog) throws -> Result) throws -> Result {
    try state.withLock { log in
      guard !log.isClosed else { throw RecorderError.closed }
      return try body(&log)
    }
  }
}
