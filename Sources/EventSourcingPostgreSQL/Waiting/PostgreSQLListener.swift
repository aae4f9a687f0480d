import EventSourcing
import Foundation
import Synchronization

/// Listens for the prompts of other processes, on a connection and a thread of its own, for as long as somebody waits.
///
/// Nobody depends on it: while there is no connection, those who wait look by themselves. So they do behind a pooler,
/// which lends no session to listen in.
final class PostgreSQLListener: Sendable {
  /// For so long after somebody has waited last, it goes on.
  private static let patience = Duration.seconds(10)

  /// Every so often it looks whether it is still wanted.
  private static let round = 250

  /// After a failure it waits for so long before the next attempt.
  private static let pause = Duration.seconds(1)

  private struct State {
    var channels: Set<String> = []
    var lastWanted = ContinuousClock.now
    var isRunning = false
    var isClosed = false
  }

  private let state = Mutex(State())
  private let address: PostgreSQLAddress
  private let signal: NotificationSignal

  /// What this process says when it prompts itself.
  private let own: String

  init(_ address: PostgreSQLAddress, signal: NotificationSignal, own: String) {
    self.address = address
    self.signal = signal
    self.own = own
  }

  /// Has it listen on a channel from soon on; to be said again by whoever goes on waiting.
  func want(_ channel: String) {
    let starts = state.withLock { state in
      state.lastWanted = .now
      state.channels.insert(channel)
      guard !state.isRunning, !state.isClosed else { return false }
      state.isRunning = true
      return true
    }
    if starts { Thread.detachNewThread { self.listen() } }
  }

  /// Has it end soon, and not begin again.
  func close() {
    state.withLock { $0.isClosed = true }
  }

  private func listen() {
    var connection: PostgreSQLConnection?
    var heard: Set<String> = []
    var nextAttempt = ContinuousClock.now
    while let channels = wantedChannels() {
      do {
        if connection == nil {
          guard .now >= nextAttempt else {
            Thread.sleep(forTimeInterval: Double(Self.round) / 1_000)
            continue
          }
          let new = try PostgreSQLConnection(to: address)
          guard !new.isBehindPooler else { return close() }
          (connection, heard) = (new, [])
        }
        guard let connection else { continue }
        let new = channels.subtracting(heard)
        for channel in new { try connection.execute("LISTEN \(quoted(channel))") }
        heard = channels
        // Something may have come while nobody listened.
        if !new.isEmpty { signal.prompt() }
        let prompts = try connection.prompts(waitingAtMost: Self.round)
        if prompts.contains(where: { $0.text != own }) { signal.prompt() }
      } catch {
        connection = nil
        nextAttempt = .now + Self.pause
      }
    }
  }

  /// - Returns: `nil` if nobody has wanted it for a while, so that it ends.
  private func wantedChannels() -> Set<String>? {
    state.withLock { state in
      guard !state.isClosed, ContinuousClock.now - state.lastWanted < Self.patience else {
        (state.isRunning, state.channels) = (false, [])
        return nil
      }
      return state.channels
    }
  }
}
