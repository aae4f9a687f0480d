import BoxOffice
import EventSourcing
import Exercise14
import Foundation
import Practice
import Testing

@Suite("Exercise 14: ahead of the log")
struct AheadOfTheLogTests {
  private let store = EventStore(of: PerformanceEvent.self, in: InMemoryRecorder())
  private let bus = EventBus()
  private let policy: PersistencePolicy<PerformanceEvent>
  private let id = UUID()

  private let busy = RecorderError(.busy, "Others hold the database.")

  /// A number of seats, any but the same on each run.
  private let sold: Int

  init() throws {
    var generator = SeededGenerator(seed: 14)
    sold = .random(in: 3...40, using: &generator)
    policy = try PersistencePolicy(eventStore: store, bus: bus)
  }

  @Test func `after a failure it shows the seats that are stored`() async throws {
    var show = try await openedShow()
    await fail { try await show.sell(2, to: "Grace") }
    #expect(show.seatsSold == sold, "Rule: what is not stored has not happened.")
  }

  @Test func `after a failure it is exactly as it was`() async throws {
    var show = try await openedShow()
    let before = show
    await fail { try await show.takeBack(1) }
    #expect(show == before, "Rule: what is not stored changes nothing, neither the seats nor the version.")
  }

  @Test func `the caller gets the error`() async throws {
    var show = try await openedShow()
    await #expect(throws: busy, "Rule: whoever gives a command is told when it failed.") {
      try await whileBusy { try await show.sell(2, to: "Grace") }
    }
  }

  @Test func `the next command goes on where the log is`() async throws {
    var show = try await openedShow()
    await fail { try await show.sell(2, to: "Grace") }
    await #expect(throws: Never.self, "Rule: an event that was not stored takes no position.") {
      try await onBus { try await show.sell(3, to: "Edsger") }
      try await onBus { try await show.takeBack(1) }
    }
  }

  @Test func `a sale that was refused is refused again`() async throws {
    var show = try await openedShow()
    var other = show
    try await onBus { try await other.sell(2, to: "Grace") }
    for attempt in 1...2 {
      await #expect(
        throws: ConcurrencyError(sequenceID: id, position: 2),
        "Rule: who has not read what another has stored cannot go on from it. (Attempt \(attempt))"
      ) {
        try await onBus { try await show.sell(1, to: "Edsger") }
      }
    }
  }

  @Test func `an event that does not fit is never stored`() async throws {
    var show = try await openedShow()
    await #expect(throws: ReplayError.createdTwice(id: id, version: 2), "Rule: a show is scheduled once.") {
      try await onBus { try await show.schedule("Macbeth", seats: 10) }
    }
    #expect(
      try await store.events(of: id).count == 2,
      "Rule: find out whether an event fits before it is published. Nobody can take it back.")
  }

  @Test func `a show is what its stored events make it`() async throws {
    var show = try await openedShow()
    try await onBus { try await show.sell(2, to: "Grace") }
    #expect(show.seatsSold == sold + 2, "Rule: what is stored has happened.")
    #expect(try Show.replaying(try await store.events(of: id)) == show, "Rule: the object and the log say the same.")
  }

  @Test func `what is stored has happened, also if a subscriber fails then`() async throws {
    struct PrinterJammed: Error {}
    var show = try await openedShow()
    bus.subscribe(to: PerformanceEvent.self) { _ in throw PrinterJammed() }
    await #expect(throws: StoredButNotHandled.self, "Rule: whoever gives a command is told what has failed.") {
      try await onBus { try await show.sell(2, to: "Grace") }
    }
    #expect(show.seatsSold == sold + 2, "Rule: what is stored has happened, and no subscriber takes it back.")
    #expect(try Show.replaying(try await store.events(of: id)) == show, "Rule: the object and the log say the same.")
  }

  /// A show with some seats sold, as it is stored.
  private func openedShow() async throws -> Show {
    let payloads: [PerformanceEvent] = [.scheduled(title: "Hamlet", seats: 100), .seatsSold(count: sold, to: "Ada")]
    try await store.append(
      payloads.enumerated().map { version, payload in
        DomainEvent(
          entityID: id, entityVersion: version, timestamp: Timestamp(microseconds: version), payload: payload)
      })
    return try await Repository<Show>(eventStore: store)[id]
  }

  /// Runs a command whose event is stored, if its position is free.
  private func onBus(_ command: () async throws -> Void) async throws {
    try await EventBus.$current.withValue(bus, operation: command)
  }

  /// Runs a command whose event cannot be stored.
  private func whileBusy(_ command: () async throws -> Void) async throws {
    let (bus, busy) = (EventBus(), busy)
    _ = try bus.storeEvents(of: PerformanceEvent.self) { _ in throw busy }
    try await EventBus.$current.withValue(bus, operation: command)
  }

  /// The same, for tests that look at what is left of it.
  private func fail(_ command: () async throws -> Void) async {
    try? await whileBusy(command)
  }
}
