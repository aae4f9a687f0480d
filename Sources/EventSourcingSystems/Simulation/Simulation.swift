import EventSourcing

/// One run of a simulation: who takes part, and who comes next.
final class Simulation {
  /// What somebody takes part as.
  enum Role {
    case worker(Int)
    case caller(Int)
  }

  struct Participant {
    let name: String
    let role: Role

    /// Which of several that are the same, from 0, and how many of these there were before.
    let instance: Int
    let incarnation: Int

    let task: Task<Void, Never>

    /// Until when it does nothing, in microseconds since the start.
    var pausedUntil = 0

    /// The applications of which it will hear a second time.
    var secondPrompts: [String] = []

    var hasEnded = false
  }

  /// How far a run has come.
  enum Phase: Comparable {
    /// Things go wrong.
    case withFaults

    /// Nothing goes wrong any more.
    case calm

    /// All time has passed.
    case afterDeadlines

    /// What is written seldom is written.
    case last

    case over
  }

  let simulated: SimulatedSystem
  let seed: UInt64
  let faults: SimulationFaults
  let commands: [SimulatedCommand]

  /// How much time passes by the clock of the applications, in microseconds.
  let duration: Int

  let stage: SimulationStage
  let executor = SimulationExecutor()
  var random: SeededGenerator
  var participants: [Participant] = []
  var phase = Phase.withFaults

  /// When it began, in microseconds since the start.
  var phaseStart = 0

  /// Which commands were done.
  var isDone: [Bool]

  /// How many faults may still strike, and how often each has.
  var faultsLeft: Int
  var counts: [SimulatedFault: Int] = [:]

  /// How probable a fault is in a turn that is no append, and that the one who had the last turn has the next.
  let faultiness: Double
  let persistence: Double

  /// Who has ended, and was not replaced yet.
  var endings: [SimulationStage.Ending] = []

  private var lastTurn = -1
  private(set) var turns = 0

  /// So many turns a run may take.
  let mostTurns: Int

  init(
    _ simulated: SimulatedSystem, seed: UInt64, _ faults: SimulationFaults, _ commands: [SimulatedCommand],
    for duration: Duration
  ) {
    self.simulated = simulated
    self.seed = seed
    self.faults = faults
    self.commands = commands
    self.duration = Self.possible(duration)
    stage = SimulationStage(seed: seed, start: SimulationRunner.start) { [executor] in executor.wake() }
    random = SeededGenerator(seed: seed)
    isDone = commands.map { _ in false }
    faultsLeft = faults.kinds.isEmpty ? 0 : Int.random(in: 0...max(faults.most, 0), using: &random)
    faultiness = [0.01, 0.04, 0.1][Int.random(in: 0...2, using: &random)]
    persistence = [0, 0.5, 0.9][Int.random(in: 0...2, using: &random)]
    mostTurns = simulated.mostCalls(for: commands)
  }

  /// So long somebody may wait for what is not simulated.
  private static let longestUnsimulated = Duration.seconds(60)

  /// How much time can pass by the clock of the applications, in microseconds: a thousand years, so that no sum of
  /// times overflows.
  static func possible(_ duration: Duration) -> Int {
    min(max(duration.microseconds, 0), 1_000 * 366 * 86_400 * 1_000_000)
  }

  var steps: [SimulatedStep] { stage.steps }
  var effects: Set<EffectCall> { stage.effects }

  /// Runs it to its end.
  ///
  /// - Returns: The recorder of each application.
  /// - Throws: `SimulationFailed`; `CancellationError`.
  func run() async throws -> [String: any Recorder] {
    do {
      begin()
      while phase != .over {
        try Task.checkCancellation()
        try await letRun()
        try replaceEnded()
        // Those who are new come to where they wait, too.
        executor.runAll()
        promptAgain()
        if try await !goToNextPhase() { try await takeTurn() }
      }
      try await end()
    } catch {
      try? await end()
      throw error
    }
    if let reason = try await simulated.lagging() { throw failure(reason) }
    return simulated.recorders
  }

  func failure(_ reason: SimulationFailed.Reason) -> SimulationFailed {
    SimulationFailed(seed: seed, reason: reason, steps: steps)
  }

  /// Lets whoever had its turn go on, until it has come to its next call or has ended.
  private func letRun() async throws {
    let end = ContinuousClock.now + Self.longestUnsimulated
    while true {
      let prompts = executor.prompts
      let hasRunAll = executor.runAll()
      for ending in stage.takeEndings() {
        participants[ending.participant].hasEnded = true
        endings.append(ending)
      }
      let busy = stage.firstBusy(of: participants.indices.lazy.filter { [participants] in !participants[$0].hasEnded })
      guard let busy else { return }
      // It waits for something else, as an effect may, or goes on without end.
      let left = end - .now
      guard hasRunAll, left > .zero, try await executor.wait(past: prompts, atMost: left) else {
        throw failure(.stuck(participant: participants[busy].name))
      }
    }
  }

  /// Gives the next turn, or lets the time pass until somebody can have one.
  private func takeTurn() async throws {
    turns += 1
    guard turns <= mostTurns else { throw failure(.notSettled(steps: turns)) }
    let waiting = stage.waiting
    let now = stage.elapsed
    let ready = waiting.indices.filter { readyAt(waiting[$0]) <= now }
    guard !ready.isEmpty else {
      guard let next = waiting.map(readyAt).min() else { throw failure(.notSettled(steps: turns)) }
      return stage.pass(next - now)
    }
    let index = chooseNext(of: ready, in: waiting)
    lastTurn = waiting[index].participant
    stage.pass(.random(in: 0...2_000, using: &random))
    guard let (verdict, fault) = verdict(on: waiting[index]) else { return }
    let step = SimulatedStep(
      participant: participants[lastTurn].name, call: waiting[index].call, fault: fault)
    stage.giveTurn(at: index, verdict, step)
    executor.runAll()
    if verdict.isEnd { dismiss(lastTurn) }
    if let application = stage.recordedIn { try await prompt(of: application) }
  }

  private func readyAt(_ waiting: SimulationStage.Waiting) -> Int {
    max(waiting.readyAt, participants[waiting.participant].pausedUntil)
  }

  private func chooseNext(of ready: [Int], in waiting: [SimulationStage.Waiting]) -> Int {
    if Double.random(in: 0..<1, using: &random) < persistence,
      let again = ready.first(where: { waiting[$0].participant == lastTurn })
    {
      return again
    }
    return ready[Int.random(in: ready.indices, using: &random)]
  }

  /// Has a participant end, with all that it has begun.
  func dismiss(_ participant: Int) {
    stage.dismiss(participant)
    participants[participant].task.cancel()
    executor.runAll()
  }

  private func end() async throws {
    for number in participants.indices {
      stage.dismiss(number)
      participants[number].task.cancel()
    }
    try await letRun()
  }
}
