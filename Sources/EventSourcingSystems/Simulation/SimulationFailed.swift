import EventSourcing

/// A system has not done in a simulation what it does in one thread.
public struct SimulationFailed: Error {
  /// What was not as it must be.
  public enum Reason: Sendable {
    /// Other events are recorded than with one thread.
    case differs(String)

    /// Other effects were done than with one thread.
    case otherEffects(missing: Int, more: Int)

    /// A worker has stopped.
    case stopped(worker: String, any Error)

    /// A command was refused.
    case refused(command: String, any Error)

    /// There was always more to do, after so many steps.
    case notSettled(steps: Int)

    /// There was always more to do with one thread already, after so many calls of recorders.
    case notSettledInOneThread(calls: Int)

    /// Nothing came of a run in one thread within five minutes: something in it waits or computes without end.
    case stuckInOneThread

    /// A follower is done, and is not at the end of what it follows.
    case notAtEnd(worker: String, position: Int, newest: Int)

    /// Somebody waits for something that does not come and is not simulated, or computes without end.
    case stuck(participant: String)
  }

  public let seed: UInt64
  public let reason: Reason

  /// All steps, one a line.
  public var trace: String { SimulationTrace.text(of: steps) }

  let steps: [SimulatedStep]
}

extension SimulationFailed: CustomStringConvertible {
  public var description: String {
    "Seed \(seed), after \(steps.count) steps: \(reason) To take the same steps again, run the same commands with "
      + "SimulationRunner(system, seed: \(seed)) and the same faults and partitions; the trace of this error tells them."
  }
}

extension SimulationFailed.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .differs(let text): text
    case .otherEffects(let missing, let more):
      "\(missing) effects that are done with one thread were not done, and \(more) others were."
    case .stopped(let worker, let error): "“\(worker)” has stopped: \(Self.text(of: error))"
    case .refused(let command, let error): "The command “\(command)” has failed: \(Self.text(of: error))"
    case .notSettled(let steps): "After \(steps) steps there was still more to do."
    case .notSettledInOneThread(let calls):
      "With one thread already there was still more to do after \(calls) calls of recorders."
    case .stuckInOneThread: "With one thread something waited or computed for more than five minutes."
    case .notAtEnd(let worker, let position, let newest):
      "“\(worker)” has nothing more to do at \(position), and there is something up to \(newest)."
    case .stuck(let participant):
      "“\(participant)” waits for something that is not simulated and did not come within a minute, or goes on without end."
    }
  }

  private static func text(of error: any Error) -> String {
    (error as? ReactionFailed)?.description ?? FailureReason.text(of: error)
  }
}
