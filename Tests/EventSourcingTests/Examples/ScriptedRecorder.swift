import EventSourcing
import Foundation
import Synchronization

/// A recorder in memory that takes down how it is used, and fails where a test tells it to.
final class ScriptedRecorder: ForwardingRecorder, MaintenanceRecorder {
  let memory = InMemoryRecorder()
  var inner: any Recorder { memory }
  let requests = Notes<AppendRequest>()
  let queries = Notes<PositionQuery>()

  private let failures: Mutex<[any Error]>
  private let answer: @Sendable (SequencedItem) -> SequencedItem
  private let interference: @Sendable (InMemoryRecorder) async throws -> Void

  /// - Parameters:
  ///   - failures: What the first appends throw, one after the other.
  ///   - answer: What is read in place of an item of a sequence.
  ///   - interference: What somebody else does just before a rewrite.
  init(
    failures: [any Error] = [], interference: @escaping @Sendable (InMemoryRecorder) async throws -> Void = { _ in },
    answer: @escaping @Sendable (SequencedItem) -> SequencedItem = { $0 }
  ) {
    self.failures = Mutex(failures)
    self.answer = answer
    self.interference = interference
  }

  @discardableResult
  func append(_ request: AppendRequest) async throws -> [Int] {
    requests.add(request)
    if let failure = failures.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { throw failure }
    return try await memory.append(request)
  }

  func items(of sequenceID: UUID, where query: PositionQuery) async throws -> [SequencedItem] {
    queries.add(query)
    return try await memory.items(of: sequenceID, where: query).map(answer)
  }

  @discardableResult
  func deleteItems(of sequenceID: UUID) async throws -> Int {
    try await memory.deleteItems(of: sequenceID)
  }

  func rewrite(_ rewrites: [Rewrite]) async throws {
    try await interference(memory)
    try await memory.rewrite(rewrites)
  }

  @discardableResult
  func deleteItem(of sequenceID: UUID, at position: Int) async throws -> Bool {
    try await memory.deleteItem(of: sequenceID, at: position)
  }

  @discardableResult
  func beginEpoch() async throws -> UUID {
    try await memory.beginEpoch()
  }

  func resetTracking(of upstream: String, to position: LogPosition?) async throws {
    try await memory.resetTracking(of: upstream, to: position)
  }

  var changesOfThePast: Int { memory.changesOfThePast }
}
