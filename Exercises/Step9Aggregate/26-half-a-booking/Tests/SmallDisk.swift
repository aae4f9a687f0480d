import EventSourcing
import Foundation
import Synchronization

/// A recorder with room for a number of items, and with somebody who may come in between two appends.
final class SmallDisk: Recorder {
  private struct State {
    var room: Int
    var whenAppended: (@Sendable (any Recorder) async throws -> Void)?
  }

  private let recorder = InMemoryRecorder()
  private let state: Mutex<State>

  init(room: Int) {
    state = Mutex(State(room: room))
  }

  func makeRoom() {
    state.withLock { $0.room = .max }
  }

  /// What somebody else does, once, right after the next append.
  func afterNextAppend(_ action: @escaping @Sendable (any Recorder) async throws -> Void) {
    state.withLock { $0.whenAppended = action }
  }

  func append(_ request: AppendRequest) async throws -> [Int] {
    try state.withLock { state in
      guard request.items.count <= state.room else { throw RecorderError(.full, "The disk is full.") }
      state.room -= request.items.count
    }
    let ids = try await recorder.append(request)
    let action = state.withLock { state in
      defer { state.whenAppended = nil }
      return state.whenAppended
    }
    try await action?(recorder)
    return ids
  }

  func item(of sequenceID: UUID, at position: Int) async throws -> SequencedItem? {
    try await recorder.item(of: sequenceID, at: position)
  }

  func items(of sequenceID: UUID, where query: PositionQuery) async throws -> [SequencedItem] {
    try await recorder.items(of: sequenceID, where: query)
  }

  func sequenceIDs(after id: UUID?, limit: Int) async throws -> [UUID] {
    try await recorder.sequenceIDs(after: id, limit: limit)
  }

  func notifications(after id: Int, limit: Int, topics: [String]?) async throws -> [ItemNotification] {
    try await recorder.notifications(after: id, limit: limit, topics: topics)
  }

  func lastTracked(of upstream: String) async throws -> Int? {
    try await recorder.lastTracked(of: upstream)
  }

  func close() async throws {
    try await recorder.close()
  }
}
