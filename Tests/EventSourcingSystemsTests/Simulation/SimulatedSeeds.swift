import EventSourcingSystems
import Foundation
import SystemSupport
import Testing

/// Many seeds of the simulated shop, several at the same time.
struct SimulatedSeeds {
  let seeds: ClosedRange<UInt64>
  let isDivided: Bool

  init(_ seeds: ClosedRange<UInt64>, isDivided: Bool = false) {
    self.seeds = seeds
    self.isDivided = isDivided
  }

  /// Runs them all; each that fails is an issue of its own.
  ///
  /// - Returns: How often each fault has struck.
  func faults() async throws -> [SimulatedFault: Int] {
    let system = try SimulatedShop.system()
    let partitions = isDivided ? SimulatedShop.partitions : 1
    let lanes = UInt64(max(2, ProcessInfo.processInfo.activeProcessorCount))
    return try await withThrowingTaskGroup(of: [SimulatedFault: Int].self) { group in
      for lane in 0..<lanes {
        group.addTask {
          var faults: [SimulatedFault: Int] = [:]
          for seed in stride(from: seeds.lowerBound + lane, through: seeds.upperBound, by: Int(lanes)) {
            do {
              let report = try await SimulationRunner(system, seed: seed, partitions: partitions)
                .run(SimulatedShop.commands(seed: seed))
              faults.merge(report.faults) { $0 + $1 }
            } catch let failed as SimulationFailed {
              Issue.record("\(failed) Or say make simulate SEED=\(seed)\(isDivided ? " DIVIDED=yes" : "").")
            }
          }
          return faults
        }
      }
      return try await group.reduce(into: [:]) { $0.merge($1) { $0 + $1 } }
    }
  }
}
