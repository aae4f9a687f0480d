import EventSourcingSystems
import Foundation
import SystemSupport

/// Prints the trace of one seed of the simulated shop: `simulation-worker SEED`, or `simulation-worker SEED divided`.
@main
struct Run {
  static func main() async throws {
    guard let seed = CommandLine.arguments.dropFirst().first.flatMap(UInt64.init) else {
      FileHandle.standardError.write(Data("Which seed? Say make simulate SEED=1\n".utf8))
      exit(64)
    }
    let isDivided = CommandLine.arguments.dropFirst(2).first == "divided"
    do {
      let report = try await SimulationRunner(
        SimulatedShop.system(), seed: seed, partitions: isDivided ? SimulatedShop.partitions : 1
      ).run(SimulatedShop.commands(seed: seed))
      print(report.trace)
      for fault in SimulatedFault.allCases { print("\(fault.rawValue) × \(report.faults[fault, default: 0])") }
    } catch let failed as SimulationFailed {
      print(failed.trace)
      FileHandle.standardError.write(Data("\(failed)\n".utf8))
      exit(1)
    }
  }
}
