import EventSourcing
import Synchronization

/// Recorders in memory, by the names of applications.
final class MemoryRecorders: Sendable {
  private let recorders = Mutex<[String: InMemoryRecorder]>([:])

  subscript(name: String) -> InMemoryRecorder {
    recorders.withLock { recorders in
      let recorder = recorders[name] ?? InMemoryRecorder()
      recorders[name] = recorder
      return recorder
    }
  }
}
