import EventSourcing
import EventSourcingSystems
import Foundation
import ProcessSupport
import SystemSupport
import Testing

@Suite("A simulation", .timeLimit(.minutes(Soak.isOn ? 60 : 10)))
struct SimulationTests {
  @Test func `finds nothing wrong with a system that is right, whatever the seed`() async throws {
    let seeds = Soak.amount(500, soak: 10_000)
    try await Soak.timed("\(seeds) seeds of the simulated shop") {
      let faults = try await SimulatedSeeds(1...UInt64(seeds)).faults()
      for fault in SimulatedFault.allCases {
        #expect(faults[fault, default: 0] >= seeds / 20, "\(fault.rawValue)")
      }
    }
  }

  @Test func `finds nothing wrong with a system whose work is divided`() async throws {
    let seeds = Soak.amount(100, soak: 2_000)
    try await Soak.timed("\(seeds) seeds of the simulated shop, in partitions") {
      _ = try await SimulatedSeeds(1...UInt64(seeds), isDivided: true).faults()
    }
  }

  @Test func `lets a deadline pass once, and others come to nothing`() async throws {
    let start = SimulationRunner.start.microseconds
    let commands = [SimulatedShop.forgotten, "card"].map { card in
      SimulatedShop.placing(
        UUID(), name: card, item: "lamp", card: card,
        payBy: Timestamp(microseconds: start + (card == "card" ? 1_000_000_000_000 : 1_800_000_000)))
    }
    for seed in UInt64(1)...20 {
      let report = try await SimulationRunner(SimulatedShop.system(), seed: seed).run(commands)
      let topics = report.streams.applications.values.flatMap { $0.values.flatMap { $0.map(\.topic) } }
      for topic in [
        "ProcessDeadline.passed", "ProcessDeadline.cancelled", "ShopOrder.cancelled", "ShopReservation.released",
        "ShopOrder.paid",
      ] {
        #expect(topics.count { $0 == topic } == 1, "seed \(seed): \(topic)")
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
    for arguments in [["1"], ["2"], ["5"], ["71"], ["3", "divided"]] {
      // Hashing differs between the two.
      let one = try await run("simulation-worker", arguments, environment: ["SWIFT_DETERMINISTIC_HASHING": ""])
      let other = try await run("simulation-worker", arguments, environment: ["SWIFT_DETERMINISTIC_HASHING": ""])
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
          "ProcessDeadline.cancelled", "ProcessDeadline.set", "ShopOrder.paid", "ShopOrder.placed",
          "ShopOrder.reserved",
        ],
        "reservations": ["ShopReservation.made"], "payments": ["ShopPayment.taken"],
      ])
    #expect(report.faults.isEmpty)
  }

  @Test func `takes the same steps where a history is read ahead`() async throws {
    let id = UUID()
    let commands = (1...3).map { number in
      SimulatedCommand("count \(number)", to: "tills") { unit in
        guard try await !unit.repository(of: Till.self).contains(id) else { return }
        var till = try Till.create(.opened, id: id)
        // More than a page: while the first is folded the next is read.
        for _ in 0..<1_200 { try till.trigger(.counted) }
        try await till.save()
      }
    }
    let system = try Till.system()
    var pages = 0
    for seed in UInt64(1)...10 {
      let first = try await SimulationRunner(system, seed: seed).run(commands)
      let second = try await SimulationRunner(system, seed: seed).run(commands)
      #expect(first.trace == second.trace)
      pages += first.trace.split(separator: "\n").count { $0.contains("of tills → 201") }
    }
    #expect(pages > 10)
  }

  @Test func `waits for what an effect waits for`() async throws {
    let system = try SimulatedShop.system(
      payments: SimulatedShop.payments(provider: { _, _ in try await Task.sleep(for: .milliseconds(2)) }))
    for seed in UInt64(1)...10 {
      let commands = SimulatedShop.commands(seed: seed)
      let quick = try await SimulationRunner(SimulatedShop.system(), seed: seed).run(commands)
      let slow = try await SimulationRunner(system, seed: seed).run(commands)
      #expect(slow.trace == quick.trace)
    }
  }

  @Test func `ends when its task is cancelled`() async throws {
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await SimulationRunner(SimulatedShop.system(), seed: 1, faults: .none).run([])
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func `says that a command is for nobody`() async throws {
    await #expect(throws: UnknownApplication.self) {
      try await SimulationRunner(SimulatedShop.system(), seed: 1).run([
        SimulatedCommand("ship", to: "shipping") { _ in }
      ])
    }
  }

  @Test func `finds a command that is not done twice with impunity`() async throws {
    let commands = (1...3).map { number in
      let id = UUID()
      return SimulatedCommand("order \(number)", to: "orders") { _ in
        var order = try ShopOrder.create(
          .placed(item: "lamp", card: "card", payBy: Timestamp(microseconds: .max)), id: id)
        try await order.save()
      }
    }
    let system = try SimulatedShop.system()
    let failures = try await (UInt64(1)...100).asyncCount { seed in
      do {
        try await SimulationRunner(system, seed: seed).run(commands)
        return false
      } catch let failed as SimulationFailed {
        guard case .refused(_, is ConcurrencyError) = failed.reason else { throw failed }
        return true
      }
    }
    #expect(failures > 0)
  }
}

extension Sequence {
  fileprivate func asyncCount(where holds: (Element) async throws -> Bool) async rethrows -> Int {
    var count = 0
    for element in self where try await holds(element) { count += 1 }
    return count
  }
}

/// Something that has more events than are read at once.
private struct Till: Aggregate {
  enum Event: EventPayload {
    case opened, counted
    static let storedName = "Till"
    enum CodingKeys: String, CodingKey, CaseIterable { case opened, counted }
  }

  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Event>()

  static func mutate(_ till: inout Till?, with event: DomainEvent<Event>) {
    if case .opened = event.payload { till = Till(lifecycle: Lifecycle(createdBy: event)) }
  }

  static func system() throws -> System {
    let catalog = try EventCatalog(.events(of: Event.self))
    return try System(
      ProcessApplication("tills", catalog: catalog)
        | ProcessApplication("lights", catalog: EventCatalog()).when(Event.self) { _, _ in })
  }
}
