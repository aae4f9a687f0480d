import EventSourcing
import EventSourcingSystems
import Foundation
import ProcessSupport
import Synchronization
import SystemSupport
import Testing

@Suite("A simulation", .timeLimit(.minutes(Soak.isOn ? 60 : 10)))
struct SimulationTests {
  @Test func `finds nothing wrong with a system that is right, whatever the seed`() async throws {
    let seeds = Soak.amount(500, soak: 10_000)
    try await Soak.timed("\(seeds) seeds of the simulated shop") {
      let faults = try await SimulatedSeeds(1...UInt64(seeds)).faults()
      for fault in SimulatedFault.allCases {
        #expect(faults[fault, default: 0] >= seeds / 10, "\(fault.rawValue)")
      }
    }
  }

  @Test func `takes the same steps for the same seed`() async throws {
    let system = try SimulatedShop.system()
    for seed in UInt64(1)...20 {
      let commands = SimulatedShop.commands(seed: seed)
      let first = try await SimulationRunner(system, seed: seed).run(commands)
      let second = try await SimulationRunner(system, seed: seed).run(commands)
      #expect(first.trace == second.trace)
      #expect(first.streams == second.streams)
    }
  }

  @Test func `takes the same steps in another process`() async throws {
    for seed in ["3", "71"] {
      // Hashing differs between the two.
      let one = try await run("simulation-worker", [seed], environment: ["SWIFT_DETERMINISTIC_HASHING": ""])
      let other = try await run("simulation-worker", [seed], environment: ["SWIFT_DETERMINISTIC_HASHING": ""])
      #expect(one.ending == .exited(0))
      #expect(one.output.count > 100)
      #expect(one.output == other.output)
    }
  }

  @Test func `takes other steps for another seed`() async throws {
    let system = try SimulatedShop.system()
    let commands = SimulatedShop.commands(seed: 1)
    let first = try await SimulationRunner(system, seed: 1).run(commands)
    let second = try await SimulationRunner(system, seed: 2).run(commands)
    #expect(first.trace != second.trace)
    #expect(first.streams == second.streams)
  }

  @Test func `has all events of a system, in which nothing goes wrong`() async throws {
    let report = try await SimulationRunner(SimulatedShop.system(), seed: 5, faults: .none)
      .run([
        SimulatedShop.placing(
          UUID(), name: "order", item: "lamp", card: "card", payBy: Timestamp(microseconds: .max))
      ])
    let topics = report.streams.applications.mapValues { $0.values.flatMap { $0.map(\.topic) }.sorted() }
    #expect(
      topics == [
        "orders": [
          "ProcessDeadline.cancelled", "ProcessDeadline.set", "ShopOrder.paid", "ShopOrder.placed", "ShopOrder.reserved",
        ],
        "reservations": ["ShopReservation.made"], "payments": ["ShopPayment.taken"],
      ])
    #expect(report.faults.isEmpty)
  }
}
