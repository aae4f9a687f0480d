import BoxOffice
import EventSourcing
import Exercise15
import Foundation
import Practice
import Synchronization
import Testing

// One after the other, so that a bus that several tests came to share would not make them differ from run to run.
@Suite("Exercise 15: two applications", .serialized)
struct TwoApplicationsTests {
  private let globeItems = InMemoryRecorder()
  private let swanItems = InMemoryRecorder()

  /// An amount, any but the same on each run.
  private let cents: Int

  init() {
    var generator = SeededGenerator(seed: 15)
    cents = .random(in: 101...999, using: &generator)
  }

  @Test func `what a theatre does is stored in its own database`() async throws {
    try await withTheatre { globe in
      await #expect(throws: Never.self, "Rule: the policy stores where the vouchers publish.") {
        let id = try await globe.issue(cents: 5_000).id
        try await globe.spend(cents, of: id)
        let left = try await globe.repository[id].cents
        #expect(left == 5_000 - cents, "Rule: whatever is published is stored.")
      }
    }
  }

  @Test func `it is stored in no other`() async throws {
    try await withTheatres { globe, swan in
      let mine = try await globe.issue(cents: 5_000).id
      let isInTheSwan = try await swan.repository.contains(mine)
      #expect(!isInTheSwan, "Rule: what happens in one application is none of the other's business.")
      let yours = try await swan.issue(cents: 2_000).id
      let isInTheGlobe = try await globe.repository.contains(yours)
      #expect(!isInTheGlobe, "Rule: what happens in one application is none of the other's business.")
    }
  }

  @Test func `whoever listens around hears nothing`() async throws {
    let overheard = Mutex(0)
    try await withTheatre(on: EventBus(storing: .notRequired)) { globe in
      EventBus.current.subscribeToAll { events in overheard.withLock { $0 += events.count } }
      _ = try? await globe.issue(cents: cents)
    }
    let count = overheard.withLock { $0 }
    #expect(count == 0, "Rule: a theatre's vouchers publish on its own bus, and on no other.")
  }

  @Test func `no theatre stores on the bus around`() async throws {
    try await withTheatre { _ in
      #expect(!EventBus.current.hasSubscribers, "Rule: a theatre's policy stores on its own bus, and on no other.")
    }
  }

  @Test func `a theatre that is closed leaves nobody on its bus`() async throws {
    try await withTheatres { globe, swan in
      #expect(globe.bus.hasSubscribers && swan.bus.hasSubscribers, "Rule: as long as it is open, its policy stores.")
      globe.close()
      #expect(
        !globe.bus.hasSubscribers && swan.bus.hasSubscribers,
        "Rule: each has a bus for itself, so one can be closed and the other stay open.")
    }
  }

  @Test func `a command to one theatre stays there while another runs`() async throws {
    try await withTheatres { globe, swan in
      let before = EventBus.current
      let mine = try await swan.run {
        #expect(EventBus.current === swan.bus, "Rule: what runs in a theatre publishes on its bus.")
        return try await globe.issue(cents: cents).id
      }
      #expect(EventBus.current === before, "Rule: afterwards the current bus is the one before.")
      let stored = (try await globeItems.items(of: mine).count, try await swanItems.items(of: mine).count)
      #expect(stored == (1, 0), "Rule: it counts whose command it is, not what is running around it.")
    }
  }

  @Test func `theatres at work at the same time do not mix`() async throws {
    let sales = cents / 20
    try await withTheatres { globe, swan in
      try await withThrowingTaskGroup { group in
        for number in 1...sales {
          group.addTask { _ = try await globe.issue(cents: number) }
          group.addTask { _ = try await swan.issue(cents: number) }
        }
        try await group.waitForAll()
      }
    }
    for recorder in [globeItems, swanItems] {
      #expect(
        try await recorder.notifications(after: 0, limit: 1_000).count == sales,
        "Rule: the current bus is a task's own, so what another task does cannot change it.")
    }
  }

  /// Opens a theatre, where the current bus is another.
  private func withTheatre(on bus: EventBus = EventBus(), _ body: (_ globe: Theatre) async throws -> Void) async throws
  {
    try await EventBus.$current.withValue(bus) {
      let globe = try Theatre(recorder: globeItems)
      defer { globe.close() }
      try await body(globe)
    }
  }

  /// Opens two theatres, on a bus that belongs to neither of them.
  private func withTheatres(_ body: (_ globe: Theatre, _ swan: Theatre) async throws -> Void) async throws {
    try await EventBus.$current.withValue(EventBus()) {
      let globe = try Theatre(recorder: globeItems)
      defer { globe.close() }
      let swan = try Theatre(recorder: swanItems)
      defer { swan.close() }
      try await body(globe, swan)
    }
  }
}
