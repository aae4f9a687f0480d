import Foundation
import Synchronization

/// Lets one task at a time have something, each thing by itself, in the order in which they ask.
final class Turns: Sendable {
  private struct Waiting {
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    /// Those who wait for each thing that somebody has.
    var lines: [UUID: WaitingLine<Waiting>] = [:]
    var newestTicket = 0
  }

  private struct Held: Hashable, Sendable {
    let turns: ObjectIdentifier
    let id: UUID
  }

  /// What this task has, of whatever turns: who waits for what it has itself would wait for ever.
  @TaskLocal private static var held: Set<Held> = []

  private let state = Mutex(State())
  private let patience: Duration

  init(patience: Duration) {
    self.patience = patience
  }

  func inTurn<Result>(_ id: UUID, _ body: () async throws -> Result) async throws -> Result {
    let place = Held(turns: ObjectIdentifier(self), id: id)
    guard !Self.held.contains(place) else { throw KeeperReentered(id: id) }
    try Task.checkCancellation()
    try await take(id)
    defer { release(id) }
    return try await Self.$held.withValue(Self.held.union([place])) { try await body() }
  }

  private func take(_ id: UUID) async throws {
    let ticket: Int? = state.withLock { state in
      guard state.lines[id] != nil else {
        state.lines[id] = WaitingLine()
        return nil
      }
      state.newestTicket += 1
      return state.newestTicket
    }
    guard let ticket else { return }
    var alarm: Task<Void, Never>?
    defer { alarm?.cancel() }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        enqueue(Waiting(continuation: continuation), id, ticket)
        // Set only now that there is somebody to send away: one that rings earlier would never be heard.
        alarm = Task { [patience] in
          try? await Task.sleep(for: patience)
          leave(id, ticket, KeeperTimedOut(id: id, patience: patience))
        }
        // For the same reason: the handler may have run before.
        if Task.isCancelled { leave(id, ticket, CancellationError()) }
      }
    } onCancel: {
      leave(id, ticket, CancellationError())
    }
  }

  private func enqueue(_ waiting: Waiting, _ id: UUID, _ ticket: Int) {
    let isFree = state.withLock { state in
      guard state.lines[id] != nil else {
        // Whoever had it has released it meanwhile.
        state.lines[id] = WaitingLine()
        return true
      }
      state.lines[id]?.append(waiting, ticket: ticket)
      return false
    }
    if isFree { waiting.continuation.resume() }
  }

  private func leave(_ id: UUID, _ ticket: Int, _ error: any Error) {
    let left = state.withLock { $0.lines[id]?.remove(ticket) }
    left?.continuation.resume(throwing: error)
  }

  private func release(_ id: UUID) {
    let next = state.withLock { state in
      let next = state.lines[id]?.removeFirst(1).first
      if next == nil { state.lines[id] = nil }
      return next
    }
    next?.continuation.resume()
  }
}
