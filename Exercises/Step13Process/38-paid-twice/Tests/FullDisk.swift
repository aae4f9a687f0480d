import EventSourcing
import Synchronization

/// A recorder on a disk that is full, for the first append.
final class FullDisk: ForwardingRecorder {
  private let recorder = InMemoryRecorder()
  var inner: any Recorder { recorder }
  private let isFull = Mutex(true)

  @discardableResult
  func append(_ request: AppendRequest) async throws -> [Int] {
    let wasFull = isFull.withLock { isFull in
      defer { isFull = false }
      return isFull
    }
    guard !wasFull else { throw RecorderError(.full, "The disk is full.") }
    return try await recorder.append(request)
  }
}
