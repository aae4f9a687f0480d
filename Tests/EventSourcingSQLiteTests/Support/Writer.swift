import Dispatch
import EventSourcingSQLite
import GRDB

/// Keeps a recorder's writing connection busy until it is freed, so that appends gather behind it.
struct BusyWriter {
  private let gate = DispatchSemaphore(value: 0)
  private let work: Task<Void, any Error>

  /// Returns when the connection is busy.
  init(of recorder: SQLiteRecorder) async {
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    work = Task { [gate] in
      try await recorder.onWriter { _ in
        begin.finish()
        gate.wait()
      }
    }
    for await _ in begun {}
  }

  func free() async throws {
    gate.signal()
    try await work.value
  }
}

extension SQLiteRecorder {
  /// Tells each time that the writing connection begins a transaction, before it has got the lock.
  func transactionsBegun() async throws -> AsyncStream<Void> {
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    try await onWriter { db in
      db.trace { event in
        if "\(event)".hasPrefix("BEGIN") { begin.yield() }
      }
    }
    return begun
  }
}

extension AsyncStream {
  func next() async -> Element? {
    for await element in self { return element }
    return nil
  }
}
