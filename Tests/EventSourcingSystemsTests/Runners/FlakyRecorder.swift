import EventSourcing
import Synchronization

/// A recorder whose database is held by others so many times.
final class FlakyRecorder: ForwardingRecorder {
  let inner: any Recorder = InMemoryRecorder()
  private let failures: Mutex<Int>

  init(failures: Int) { self.failures = Mutex(failures) }

  /// How often it has still to fail.
  var left: Int { failures.withLock { $0 } }

  func append(_ request: AppendRequest) async throws -> [Int] {
    let fails = failures.withLock { left in
      defer { left = max(left - 1, 0) }
      return left > 0
    }
    guard !fails else { throw RecorderError(.busy, "Others hold the database.") }
    return try await inner.append(request)
  }
}
