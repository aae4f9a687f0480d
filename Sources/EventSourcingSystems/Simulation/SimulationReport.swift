/// What has happened in a simulation.
public struct SimulationReport: Sendable {
  public let seed: UInt64

  /// What is recorded in each application.
  public let streams: RecordedStreams

  /// How often each fault has struck.
  public let faults: [SimulatedFault: Int]

  let steps: [SimulatedStep]

  /// How many turns were taken, and other things happened.
  public var stepCount: Int { steps.count }

  /// All steps, one a line.
  public var trace: String { SimulationTrace.text(of: steps) }
}
