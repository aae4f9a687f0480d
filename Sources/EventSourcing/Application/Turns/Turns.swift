package import Foundation
import Synchronization

/// Lets one task at a time have an entity, each entity by itself, in the order in which they ask.
///
/// What has the same turns waits for each other: a keeper by itself, or keepers and units of work that were given the
/// same ones.
///
///     let turns = Turns()
///     let accounts = Keeper(repository: repository, turns: turns)
///     let units = UnitsOfWork(recorder: recorder, catalog: catalog, turns: turns)
public final class Turns: Sendable {
  private struct Waiting {
    let task: Int
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct Line {
    /// Which task has its turn.
    var holder: Int
    var waiting = WaitingLine<Waiting>()
  }

  private struct State {
    /// Those who wait for each entity that somebody has.
    var lines: [UUID: Line] = [:]
    var newestTicket = 0
  }

  private let state = Mutex(State())
  private let patience: Duration

  /// - Parameter patience: How long to wait for those before.
  public init(patience: Duration = .seconds(30)) {
    self.patience = patience
  }

  /// Waits for a turn with each of some entities, and then has them alone.
  ///
  /// All ask in the same order, so those who ask for several at once do not wait for each other in a circle.
  ///
  /// - Throws: `TurnReentered`, `TurnTimedOut`, `CancellationError`; what the body throws.
  package func inTurn<Result>(_ ids: [UUID], _ body: () async throws -> Result) async throws -> Result {
    var taken: [UUID] = []
    defer { taken.reversed().forEach(release) }
    for id in Set(ids).sorted(by: { $0.uuidString < $1.uuidString }) {
      try Task.checkCancellation()
      try await take(id)
      taken.append(id)
    }
    return try await body()
  }

  /// - Throws: `TurnReentered` if it is this very task that has it. A task that was started in its turn may be one that
  ///   nobody waits for, so that waits, too: what a task inherits is the same for both, so they cannot be told apart.
  private func take(_ id: UUID) async throws {
    // What is compared is the number of a task that has its turn, and so has not ended.
    let task = withUnsafeCurrentTask { $0?.hashValue ?? 0 }
    let ticket: Int? = try state.withLock { state in
      guard let line = state.lines[id] else {
        state.lines[id] = Line(holder: task)
        return nil
      }
      guard line.holder != task else { throw TurnReentered(id: id) }
      state.newestTicket += 1
      return state.newestTicket
    }
    guard let ticket else { return }
    var alarm: Task<Void, Never>?
    defer { alarm?.cancel() }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        enqueue(Waiting(task: task, continuation: continuation), id, ticket)
        // Set only now that there is somebody to send away: one that rings earlier would never be heard.
        alarm = Task { [patience] in
          try? await Task.sleep(for: patience.sleepable)
          leave(id, ticket, TurnTimedOut(id: id, patience: patience))
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
        state.lines[id] = Line(holder: waiting.task)
        return true
      }
      state.lines[id]?.waiting.append(waiting, ticket: ticket)
      return false
    }
    if isFree { waiting.continuation.resume() }
  }

  private func leave(_ id: UUID, _ ticket: Int, _ error: any Error) {
    let left = state.withLock { $0.lines[id]?.waiting.remove(ticket) }
    left?.continuation.resume(throwing: error)
  }

  private func release(_ id: UUID) {
    let next = state.withLock { state in
      let next = state.lines[id]?.waiting.removeFirst(1).first
      if let next { state.lines[id]?.holder = next.task } else { state.lines[id] = nil }
      return next
    }
    next?.continuation.resume()
  }
}
