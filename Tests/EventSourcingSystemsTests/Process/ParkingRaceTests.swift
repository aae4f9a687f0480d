import EventSourcing
import EventSourcingSystems
import Foundation
import ProcessSupport
import ReactionSupport
import Testing

/// A retry and what comes behind it at the same time.
@Suite("Parked notifications that are retried while more come", .timeLimit(.minutes(Soak.isOn ? 30 : 4)))
struct ParkingRaceTests {
  @Test(arguments: ReactionBackend.allCases)
  func `take effect once, and none passes another of its sequence`(_ backend: ReactionBackend) async throws {
    let rounds = Soak.amount(backend == .memory ? 40 : 5, soak: backend == .memory ? 1_000 : 50)
    for seed in 0..<rounds {
      try await backend.withRecorders { recorder in
        var random = SeededGenerator(seed: UInt64(seed))
        let batch = Int.random(in: 1...6, using: &random)
        let options = ReactionOptions(onFailure: .park(atMost: 10_000), attempts: 1, pause: .zero, batch: batch)
        // Each sale fails at first with a chance of its own, and so often.
        let failures = Failures(seed: UInt64(seed))
        let application = try ProcessApplication.bookings(options) { event, _ in
          if case .sold = event.payload { try failures.fail(event) }
        }
        let setting = try await Setting(application, in: recorder)
        for till in 0..<3 { try await setting.shop.add([Till.opened], to: .till(till)) }
        try await settle([setting.follower])
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask {
            for sale in 0..<20 {
              for till in 0..<3 { try await setting.shop.add([Till.sold(cents: sale)], to: .till(till)) }
            }
          }
          for _ in 0..<2 {
            let other = try setting.another()
            group.addTask {
              for _ in 0..<30 {
                try await settle([other.follower])
                try await Task.sleep(for: .microseconds(200))
              }
            }
          }
          for _ in 0..<2 {
            group.addTask {
              for _ in 0..<20 {
                try await setting.parking.retryParked()
                try await Task.sleep(for: .microseconds(200))
              }
            }
          }
          try await group.waitForAll()
        }
        try await settle([setting.another().follower])
        while try await !setting.parking.retryParked().isEmpty {}
        for till in 0..<3 {
          #expect(try await setting.account(till).positions == Array(1...20), "\(backend), seed \(seed), till \(till)")
        }
      }
    }
  }
}

/// Which sales fail, and how often.
private final class Failures: Sendable {
  private let seed: UInt64
  private let tries = Collected<DomainEvent<Till>>()

  init(seed: UInt64) {
    self.seed = seed
  }

  func fail(_ event: DomainEvent<Till>) throws {
    let number = UInt64(event.entityVersion) &* 31 &+ UInt64(event.entityID.uuid.15)
    var random = SeededGenerator(seed: seed &* 1_000 &+ number)
    guard Int.random(in: 0..<3, using: &random) == 0 else { return }
    tries.add(event)
    let count = tries.all.count { $0.entityID == event.entityID && $0.entityVersion == event.entityVersion }
    if count <= Int.random(in: 1...3, using: &random) { throw Refusal() }
  }
}
