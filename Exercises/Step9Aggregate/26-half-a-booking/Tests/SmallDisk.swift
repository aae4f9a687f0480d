import EventSourcing
import Foundation
import Synchronization

/// A recorder with room for a number of items, and with somebody who may come in between two appends.
final class SmallDisk: ForwardingRecorder {
  private struct State {
    var room: Int
    var whenAppended: (@Sendable (any Recorder) async throws -> Void)?
  }

  private let recorder = InMemoryRecorder()
  var inner: any Recorder { recorder }

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
}
