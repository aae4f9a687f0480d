import EventSourcing
private import GRDB
private import Synchronization

/// Wakes those who wait for something new in a database, whichever process has recorded it.
///
/// Each commit of this process prompts. For those of others there is one that looks, for as long as anybody waits, at
/// the number that SQLite changes with each commit; on a connection of its own, since each tells of others' commits only.
package final class SQLiteWatch: Sendable {
  private struct State {
    var waiting = 0
    var watching: Task<Void, Never>?
    var connection: Task<DatabaseQueue, any Error>?
    var isClosed = false
  }

  private static let shortestPause = Duration.milliseconds(5)
  private static let longestPause = Duration.milliseconds(100)

  private let signal = NotificationSignal()
  private let state = Mutex(State())

  /// The file; `nil` if no other process can have it.
  private let file: String?

  init(_ location: SQLiteLocation) {
    file = if case .file(let path) = location { path } else { nil }
  }

  func prompt() {
    signal.prompt()
  }

  /// Whether somebody is looking at what other processes do.
  package var isWatching: Bool { state.withLock { $0.watching != nil } }

  /// Waits until a log has come further than an id, or a time has passed.
  ///
  /// - Throws: `CancellationError`, and what the look throws.
  func wait(after id: Int, atMost duration: Duration, newestID: () async throws -> Int) async throws -> Bool {
    begin()
    defer { end() }
    // Nothing is recorded without a prompt, so who waits need not look by itself.
    let waiting = WaitingForNotifications(signal: signal, shortestPause: .seconds(60), longestPause: .seconds(60))
    return try await waiting.wait(after: id, atMost: duration) { .init(settledID: try await newestID()) }
  }

  /// Ends the looking, and wakes all who wait.
  func close() async throws {
    let (watching, connection) = state.withLock { state in
      state.isClosed = true
      defer { (state.watching, state.connection) = (nil, nil) }
      return (state.watching, state.connection)
    }
    watching?.cancel()
    signal.prompt()
    // It may have failed to open; then there is nothing to close.
    guard let connection = try? await connection?.value else { return }
    try await offCooperativeThreads { try connection.close() }
  }

  private func begin() {
    state.withLock { state in
      state.waiting += 1
      guard state.watching == nil, !state.isClosed, let file else { return }
      let connection = state.connection ?? Task.detached { try await Self.open(file) }
      state.connection = connection
      state.watching = Task.detached { [signal] in await Self.watch(connection, signal) }
    }
  }

  private func end() {
    state.withLock { state in
      state.waiting -= 1
      guard state.waiting == 0 else { return }
      state.watching?.cancel()
      state.watching = nil
    }
  }

  private static func open(_ file: String) async throws -> DatabaseQueue {
    try await offCooperativeThreads { try SQLiteConnections.openReader(file) }
  }

  /// Looks until it is cancelled; what it sees first counts as new, since nobody knows what was before.
  private static func watch(_ connection: Task<DatabaseQueue, any Error>, _ signal: NotificationSignal) async {
    var seen: Int?
    var pause = shortestPause
    while !Task.isCancelled {
      let version = try? await connection.value.unsafeRead { db in try Int.fetchOne(db, sql: "PRAGMA data_version") }
      let isNew = version != seen
      // If it cannot look, those who wait look for themselves, and find out why.
      if isNew || version == nil { signal.prompt() }
      pause = isNew ? shortestPause : min(pause * 3 / 2, longestPause)
      seen = version
      try? await Task.sleep(for: pause)
    }
  }
}
