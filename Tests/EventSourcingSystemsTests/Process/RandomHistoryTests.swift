import EventSourcing
import EventSourcingSystems
import Foundation
import ProcessSupport
import ReactionSupport
import Testing

@Suite("Random histories", .timeLimit(.minutes(Soak.isOn ? 30 : 4)))
struct RandomHistoryTests {
  @Test(arguments: ReactionBackend.allCases)
  func `lead to the same streams, however they are divided, disturbed and shared`(
    _ backend: ReactionBackend
  ) async throws {
    let seeds = Soak.amount(backend == .memory ? 150 : 6, soak: backend == .memory ? 5_000 : 100)
    try await Soak.timed("\(backend): \(seeds) random histories of a process application") {
      for seed in 0..<seeds {
        do { try await compare(backend, seed: UInt64(seed)) } catch { Issue.record(error, "\(backend), seed \(seed)") }
      }
    }
  }

  private func compare(_ backend: ReactionBackend, seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    try await backend.withRecorders { recorder in
      let (shop, books, expected) = (try await recorder("shop"), try await recorder("books"), InMemoryRecorder())
      let (done, wantedKeys) = (Collected<UUID>(), Collected<UUID>())
      var disturbed = Disturbed(seed: seed, shop: shop, recorder: books) { batch in
        try .books(ReactionOptions(pause: .zero, batch: batch)) { done.add($0.key) }
      }
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        try await sell(in: shop, &random)
        try await disturbed.run(steps: Int.random(in: 0...30, using: &random))
      }
      try await disturbed.finish()
      let undisturbed = try ProcessApplication.books(ReactionOptions(batch: 1_000)) { wantedKeys.add($0.key) }
      try await settle(undisturbed.workers(in: expected, following: shop))
      let (found, wanted) = (try await books.streams(), try await expected.streams())
      #expect(found == wanted, "\(backend), seed \(seed)")
      // Each effect was done, perhaps more than once, under its one key.
      #expect(Set(done.all) == Set(wantedKeys.all), "\(backend), seed \(seed)")
      #expect(Set(wantedKeys.all).count == wantedKeys.all.count)
    }
  }

  private func sell(in shop: any Recorder, _ random: inout SeededGenerator) async throws {
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      let till = UUID.till(Int.random(in: 0..<4, using: &random))
      let isNew = try await shop.item(of: till, at: 0) == nil
      let sales = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        Till.sold(cents: .random(in: 1...99, using: &random))
      }
      try await shop.add((isNew ? [.opened] : []) + sales, to: till)
      if Bool.random(using: &random) { try await shop.add([Visit.noted], to: UUID()) }
    }
  }
}

/// Two instances of an application, of which one or the other takes a step, fails, or is begun anew.
private struct Disturbed {
  private var random: SeededGenerator
  private let shop: any Recorder
  private let recorder: FaultyRecorder
  private let application: (Int) throws -> ProcessApplication
  private var instances: [[any Worker]] = [[], []]

  init(
    seed: UInt64, shop: any Recorder, recorder: any Recorder, application: @escaping (Int) throws -> ProcessApplication
  ) {
    random = SeededGenerator(seed: seed ^ 0xD157)
    self.shop = shop
    self.recorder = FaultyRecorder(recorder)
    self.application = application
  }

  mutating func run(steps: Int) async throws {
    for _ in 0..<steps {
      let number = Int.random(in: 0...1, using: &random)
      if instances[number].isEmpty || Int.random(in: 0..<8, using: &random) == 0 {
        // Killed, and begun anew.
        let batch = Int.random(in: 1...6, using: &random)
        instances[number] = try application(batch).workers(in: recorder, following: shop)
      }
      let faults: [FaultyRecorder.Fault?] = [nil, nil, nil, .before, .after, .instead]
      recorder.fail((0..<3).map { _ in faults.randomElement(using: &random) ?? nil })
      if Int.random(in: 0..<10, using: &random) == 0 {
        await atOnce()
      } else {
        let worker = instances[number][Int.random(in: 0...1, using: &random)]
        do { _ = try await worker.step() } catch is RecorderError {}
      }
    }
  }

  /// Both take a step at the same time.
  private func atOnce() async {
    await withTaskGroup(of: Void.self) { group in
      for worker in instances.joined() { group.addTask { _ = try? await worker.step() } }
    }
  }

  func finish() async throws {
    recorder.fail([])
    try await settle(application(3).workers(in: recorder, following: shop))
  }
}
