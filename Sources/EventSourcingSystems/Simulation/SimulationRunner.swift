public import EventSourcing

/// Runs a system in memory and one step after the other, in an order and with faults that a seed gives, and holds what
/// comes of it against a run in one thread.
///
///     for seed in 1...500 {
///       try await SimulationRunner(shop, seed: seed).run(commands)
///     }
///
/// Whoever takes part – workers, twice in some runs, and callers of commands – waits for its turn before each call of a
/// recorder and each effect, so exactly one of them does something at any time. The same seed gives the same steps, in
/// whatever process, for a system and commands that take nothing from elsewhere: no random numbers, no clock but
/// `Timestamp.now`, and no order of a `Dictionary` or a `Set`.
///
/// An effect is done as it is written, in this process: give the system parts that only pretend. What it waits for is
/// waited for, a minute at most. A system that never settles fails after a thousand steps for each worker and command;
/// only what computes for ever without a single `await` is not ended by anything. The data of events is compared byte for byte, so nothing can be encrypted, and times
/// in it are those of commands or are derived from them.
public struct SimulationRunner: Sendable {
  /// What the clock of the applications says at the beginning of a simulation: the first moment of 2026.
  public static let start = Timestamp(microseconds: 1_767_225_600_000_000)

  public let system: System
  public let seed: UInt64
  public let faults: SimulationFaults

  /// Into how many partitions the work of each application is divided.
  public let partitions: Partitions

  /// What is put around the recorders of all who take part, to break a promise in a test.
  private let around: @Sendable (any Recorder) -> any Recorder

  public init(_ system: System, seed: UInt64, faults: SimulationFaults = .all, partitions: Partitions = 1) {
    self.init(system, seed: seed, faults: faults, partitions: partitions) { $0 }
  }

  /// - Parameters:
  ///   - system: What is run.
  ///   - seed: What says who comes next, and what goes wrong.
  ///   - faults: What may go wrong.
  ///   - partitions: Into how many partitions the work of each application is divided.
  ///   - around: What is put around the recorders of all who take part, to break a promise in a test.
  package init(
    _ system: System, seed: UInt64, faults: SimulationFaults = .all, partitions: Partitions = 1,
    around: @escaping @Sendable (any Recorder) -> any Recorder
  ) {
    self.system = system
    self.seed = seed
    self.faults = faults
    self.partitions = partitions
    self.around = around
  }

  /// Gives commands to the system, all at about the same time, and has it settle.
  ///
  /// - Parameters:
  ///   - commands: What is asked of the applications, in any order.
  ///   - duration: So much time passes by the clock of the applications, a thousand years at most: deadlines within it
  ///     pass. There should be none in the minute after it.
  /// - Returns: What has happened, where all is as it is after a run in one thread: the streams of all applications and
  ///   the keys of all effects are the same, and each follower is at the end of what it follows.
  /// - Throws: `SimulationFailed`; `UnknownApplication`, `InvalidPartitions`; what a run in one thread throws;
  ///   `CancellationError`.
  @discardableResult
  public func run(
    _ commands: [SimulatedCommand], for duration: Duration = .seconds(3_600)
  ) async throws -> SimulationReport {
    let simulated = try await SimulatedSystem(system, partitions: partitions, around: around)
    let simulation = Simulation(simulated, seed: seed, faults, commands, for: duration)
    let expected = try await expectedBehaviour(commands, for: simulation)
    let recorders = try await simulation.run()
    let steps = simulation.steps
    let streams = try await RecordedStreams(of: system, in: recorders)
    if let difference = streams.difference(from: expected.streams) {
      throw SimulationFailed(seed: seed, reason: .differs(difference), steps: steps)
    }
    let effects = simulation.effects
    guard effects == expected.effects else {
      let reason = SimulationFailed.Reason.otherEffects(
        missing: expected.effects.subtracting(effects).count, more: effects.subtracting(expected.effects).count)
      throw SimulationFailed(seed: seed, reason: reason, steps: steps)
    }
    return SimulationReport(seed: seed, streams: streams, faults: simulation.counts, steps: steps)
  }

  /// Runs the system in one thread, which ends for each system, too.
  private func expectedBehaviour(
    _ commands: [SimulatedCommand], for simulation: Simulation
  ) async throws -> ExpectedBehaviour {
    let bound = CallBound(simulation.mostTurns)
    let duration = simulation.duration
    do {
      return try await withTimeLimit(.seconds(300), of: "one thread") { [system] in
        try await ExpectedBehaviour(of: system, commands, for: duration, within: bound)
      }
    } catch is ReactionTimedOut {
      throw simulation.failure(.stuckInOneThread)
    } catch  where bound.isExceeded {
      throw simulation.failure(.notSettledInOneThread(calls: bound.most))
    }
  }
}
