package import EventSourcing
import Synchronization

/// A log whose reads fail where a test tells it to, one after the other: `nil` lets one pass.
package final class FlakyLog: NotificationLog {
  private let inner: any NotificationLog
  private let state: Mutex<State>

  private struct State {
    var failures: [(any Error)?]
    var thrown = 0
    var queries: [NotificationQuery] = []
  }

  package init(_ inner: any NotificationLog, failures: [(any Error)?] = []) {
    self.inner = inner
    state = Mutex(State(failures: failures))
  }

  /// What pages were asked for.
  package var queries: [NotificationQuery] { state.withLock { $0.queries } }

  /// How many reads have failed.
  package var thrown: Int { state.withLock { $0.thrown } }

  package func page(_ query: NotificationQuery) async throws -> NotificationPage {
    state.withLock { $0.queries.append(query) }
    try failNext()
    return try await inner.page(query)
  }

  package func section(_ id: String) async throws -> NotificationSection {
    try failNext()
    return try await inner.section(id)
  }

  package func newestPosition() async throws -> LogPosition {
    try await inner.newestPosition()
  }

  package func waitForNotification(after position: LogPosition, atMost duration: Duration) async throws -> Bool {
    try failNext()
    return try await inner.waitForNotification(after: position, atMost: duration)
  }

  private func failNext() throws {
    let failure = state.withLock { state in
      let failure = state.failures.isEmpty ? nil : state.failures.removeFirst()
      if failure != nil { state.thrown += 1 }
      return failure
    }
    if let failure { throw failure }
  }
}
