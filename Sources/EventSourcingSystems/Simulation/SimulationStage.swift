import EventSourcing
import Synchronization

/// Where all wait for their turn that take part in a simulation, and the time that passes there.
final class SimulationStage: Sendable {
  /// Somebody who has asked for something, and waits.
  struct Waiting: Sendable {
    let participant: Int
    let call: SimulatedCall

    /// From when on it can have its turn, in microseconds since the start.
    var readyAt: Int

    /// Since when it waits.
    let since: Int

    fileprivate let continuation: CheckedContinuation<SimulatedVerdict, Never>
  }

  /// How one of them has ended.
  struct Ending: Sendable {
    let participant: Int
    let error: (any Error)?
  }

  private struct State {
    /// Microseconds since the start.
    var elapsed = 0

    /// How far the clock of the applications is ahead of that.
    var clockOffset = 0

    var waiting: [Waiting] = []
    var endings: [Ending] = []
    var gone: Set<Int> = []
    var random: SeededGenerator
    var steps: [SimulatedStep] = []
    var effects: Set<EffectCall> = []

    /// The application in which something was recorded in this turn.
    var recordedIn: String?
  }

  private let state: Mutex<State>
  private let start: Timestamp
  private let instant = ContinuousClock.now

  /// Is told when somebody waits.
  private let onWaiting: @Sendable () -> Void

  init(seed: UInt64, start: Timestamp, onWaiting: @escaping @Sendable () -> Void) {
    self.onWaiting = onWaiting
    // The pauses have a generator of their own, so that one pause more does not change who comes next.
    state = Mutex(State(random: SeededGenerator(seed: ~seed)))
    self.start = start
  }
}

// MARK: - Time

extension SimulationStage {
  /// Time does not pass beyond that, in microseconds since the start: sums of times do not overflow.
  private static let endOfTime = Int.max / 4

  /// Microseconds since the start.
  var elapsed: Int { state.withLock { $0.elapsed } }

  /// How much time has passed by the clock of the applications, in microseconds.
  var clockElapsed: Int { state.withLock { $0.elapsed + $0.clockOffset } }

  func pass(_ microseconds: Int) {
    state.withLock { $0.elapsed = min($0.elapsed.plus(microseconds), Self.endOfTime) }
  }

  func moveClock(_ microseconds: Int) {
    state.withLock { $0.clockOffset += microseconds }
  }

  /// What the applications read as the time.
  var clock: EventClock {
    EventClock { [self] in Timestamp(microseconds: start.microseconds + clockElapsed) }
  }

  /// What a participant waits by.
  func pace(of participant: Int) -> Pace {
    Pace(
      now: { [self] in instant + .microseconds(elapsed) },
      sleep: { [self] duration in
        let readyAt = elapsed.plus(duration.microseconds)
        if case .endsBefore = await turn(of: participant, .pause, readyAt: readyAt) { throw CancellationError() }
        note(.done)
      },
      fraction: { [self] in state.withLock { .random(in: 0...1, using: &$0.random) } })
  }
}

extension Duration {
  /// The duration in whole microseconds, or what is nearest to it.
  var microseconds: Int {
    Int(components.seconds).times(1_000_000).plus(Int(components.attoseconds / 1_000_000_000_000))
  }
}

// MARK: - Turns

extension SimulationStage {
  /// Waits until it is a participant's turn; one that is gone gets none.
  func turn(
    of participant: Int, _ call: SimulatedCall, readyAt: Int? = nil
  ) async -> SimulatedVerdict {
    await withCheckedContinuation { continuation in
      let isGone = state.withLock { state in
        guard !state.gone.contains(participant) else { return true }
        state.waiting.append(
          Waiting(
            participant: participant, call: call, readyAt: readyAt ?? state.elapsed, since: state.elapsed,
            continuation: continuation))
        return false
      }
      // It may come from a task that has left the executor.
      if isGone { continuation.resume(returning: .endsBefore) } else { onWaiting() }
    }
  }

  /// All who wait, in the order in which they came.
  var waiting: [Waiting] { state.withLock { $0.waiting } }

  /// The first of some participants that does not wait for its turn.
  func firstBusy(of participants: some Sequence<Int>) -> Int? {
    state.withLock { state in
      participants.first { number in !state.waiting.contains { $0.participant == number } }
    }
  }

  /// Has some of those who wait get their turns at another time.
  func reschedule(_ readyAt: (Waiting) -> Int?) {
    state.withLock { state in
      for index in state.waiting.indices {
        if let time = readyAt(state.waiting[index]) { state.waiting[index].readyAt = time }
      }
    }
  }

  /// Gives a turn to who stands at an index of those who wait.
  func giveTurn(at index: Int, _ verdict: SimulatedVerdict, _ step: SimulatedStep) {
    let next = state.withLock { state in
      state.steps.append(step)
      state.recordedIn = nil
      let next = state.waiting.remove(at: index)
      if verdict.isEnd { state.gone.insert(next.participant) }
      return next
    }
    next.continuation.resume(returning: verdict)
  }

  /// Lets a participant do nothing more: whatever it asks for.
  func dismiss(_ participant: Int) {
    let left = state.withLock { state in
      state.gone.insert(participant)
      defer { state.waiting.removeAll { $0.participant == participant } }
      return state.waiting.filter { $0.participant == participant }
    }
    for waiting in left { waiting.continuation.resume(returning: .endsBefore) }
  }

  func isGone(_ participant: Int) -> Bool {
    state.withLock { $0.gone.contains(participant) }
  }

  /// Notes that a participant has ended.
  func end(_ participant: Int, _ error: (any Error)?) {
    state.withLock { $0.endings.append(Ending(participant: participant, error: error)) }
  }

  /// Who has ended since this was asked last.
  func takeEndings() -> [Ending] {
    state.withLock { state in
      defer { state.endings = [] }
      return state.endings
    }
  }
}

// MARK: - What has happened

extension SimulationStage {
  /// Notes what came of what was asked for in this turn.
  func note(_ outcome: SimulatedOutcome) {
    state.withLock { state in
      guard let last = state.steps.indices.last else { return }
      state.steps[last].outcome = outcome
      if case .recorded(let ids) = outcome, !ids.isEmpty, case .append(_, let application) = state.steps[last].call {
        state.recordedIn = application
      }
    }
  }

  func note(_ effect: EffectCall) {
    state.withLock { _ = $0.effects.insert(effect) }
  }

  /// Notes what happens to nobody's call.
  func add(_ step: SimulatedStep) {
    state.withLock { $0.steps.append(step) }
  }

  /// The application in which something was recorded in the last turn, if it was in one.
  var recordedIn: String? { state.withLock { $0.recordedIn } }

  var steps: [SimulatedStep] { state.withLock { $0.steps } }
  var effects: Set<EffectCall> { state.withLock { $0.effects } }
}
