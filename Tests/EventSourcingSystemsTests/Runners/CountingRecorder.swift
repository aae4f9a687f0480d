import EventSourcing
import Synchronization

/// A recorder that counts how often it was looked into for something new.
final class CountingRecorder: ForwardingRecorder {
  let inner: any Recorder = InMemoryRecorder()
  private let count = Mutex(0)

  var pages: Int { count.withLock { $0 } }

  func page(_ query: NotificationQuery) async throws -> NotificationPage {
    count.withLock { $0 += 1 }
    return try await inner.page(query)
  }
}
