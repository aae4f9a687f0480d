import EventSourcing
import Foundation
import Synchronization

/// Tells other processes that something was recorded: after the commit, apart from it, and many commits at a time.
///
/// In the writer's transaction it would cost more: the server lets one transaction at a time commit that tells
/// something. A prompt that is lost costs those who wait a little time.
final class PostgreSQLPrompts: Sendable {
  /// Prompts come no closer than this.
  private static let interval = Duration.milliseconds(10)

  private struct State {
    var channels: Set<String> = []
    var isSending = false
    var isClosed = false
  }

  /// What this process says when it prompts, so that it does not listen to itself.
  let name = UUID().uuidString

  private let state = Mutex(State())
  private let readers: PostgreSQLPool

  /// - Parameter readers: From where a connection is borrowed, so that the writer is not held up.
  init(_ readers: PostgreSQLPool) {
    self.readers = readers
  }

  /// Takes note that something was recorded; it never waits.
  func note(_ channels: some Sequence<String>) {
    let starts = state.withLock { state in
      state.channels.formUnion(channels)
      guard !state.isSending, !state.isClosed else { return false }
      state.isSending = true
      return true
    }
    guard starts else { return }
    Task {
      while let channels = next() {
        await send(channels)
        try? await Task.sleep(for: Self.interval)
      }
    }
  }

  /// Sends what is noted, and nothing from then on.
  func close() async {
    let channels = state.withLock { state in
      state.isClosed = true
      defer { state.channels = [] }
      return state.channels
    }
    if !channels.isEmpty { await send(channels) }
  }

  private func next() -> Set<String>? {
    state.withLock { state in
      guard !state.channels.isEmpty else {
        state.isSending = false
        return nil
      }
      defer { state.channels = [] }
      return state.channels
    }
  }

  private func send(_ channels: Set<String>) async {
    let telling = channels.map { "SELECT pg_catalog.pg_notify(\(literal($0)), \(literal(name)))" }.joined(
      separator: "; ")
    // Nothing is lost if the server forgets it, so it need not wait for the disk.
    let sql = "SET LOCAL synchronous_commit TO off; \(telling)"
    try? await readers.read { connection in try connection.execute(sql) }
  }
}
