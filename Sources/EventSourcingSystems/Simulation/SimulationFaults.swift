/// How much goes wrong in a simulation; the seed says what, and when.
public struct SimulationFaults: Hashable, Sendable {
  /// What may go wrong.
  public var kinds: Set<SimulatedFault>

  /// The largest number of faults in a run, second workers aside; after the last all goes well.
  public var most: Int

  public init(_ kinds: Set<SimulatedFault> = Set(SimulatedFault.allCases), atMost most: Int = 20) {
    self.kinds = kinds
    self.most = most
  }

  /// All that can go wrong.
  public static let all = SimulationFaults()

  /// Nothing goes wrong; the seed only says who comes next.
  public static let none = SimulationFaults([], atMost: 0)
}
