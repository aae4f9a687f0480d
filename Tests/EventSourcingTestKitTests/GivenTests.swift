import EventSourcing
import EventSourcingTestKit
import Testing

/// A counter that stops at 3.
private struct Counter: Entity {
  enum Event: EventPayload, Equatable {
    case started
    case counted
    case stopped

    static let storedName = "Counter"
    enum CodingKeys: String, CodingKey, CaseIterable { case started, counted, stopped }
  }

  struct Full: Error, Equatable {}

  var lifecycle: Lifecycle
  var count = 0

  static func mutate(_ counter: inout Counter?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .started: counter = Counter(lifecycle: Lifecycle(createdBy: event))
    case .counted: counter?.count += 1
    case .stopped: counter = nil
    }
  }

  mutating func add(_ times: Int = 1) async throws {
    for _ in 0..<times {
      guard count < 3 else { throw Full() }
      try await trigger(.counted)
    }
  }
}

@Suite("Given, when, then")
struct GivenTests {
  @Test func `passes when just the expected events happen`() async throws {
    try await Given<Counter>(.started).when { try await $0.add(2) }.then(.counted, .counted)
    try await Given<Counter>(.started).when { _ in }.then()
  }

  @Test func `passes when the expected error is thrown`() async throws {
    try await Given<Counter>(.started, .counted, .counted, .counted)
      .when { try await $0.add() }
      .thenThrows(Counter.Full())
    try await Given<Counter>(.started, .counted, .counted)
      .when { try await $0.add(2) }
      .then(.counted, failing: Counter.Full())
  }

  @Test func `fails when other events happen`() async throws {
    let outcome = try await Given<Counter>(.started).when { try await $0.add() }
    #expect(throws: ScenarioFailed.self) { try outcome.then() }
    #expect(throws: ScenarioFailed.self) { try outcome.then(.counted, .counted) }
    #expect(throws: ScenarioFailed.self) { try outcome.then(.stopped) }
  }

  @Test func `fails when a command refuses that should not, and the other way round`() async throws {
    let refused = try await Given<Counter>(.started, .counted, .counted, .counted).when { try await $0.add() }
    #expect(throws: ScenarioFailed.self) { try refused.then() }
    #expect(throws: ScenarioFailed.self) { try refused.thenThrows(EntityDiscarded(id: Given<Counter>.id, version: 1)) }
    let accepted = try await Given<Counter>(.started).when { _ in }
    #expect(throws: ScenarioFailed.self) { try accepted.thenThrows(Counter.Full()) }
  }

  @Test func `fails when events happen before an error that were not expected`() async throws {
    let outcome = try await Given<Counter>(.started, .counted, .counted).when { try await $0.add(2) }
    #expect(throws: ScenarioFailed.self) { try outcome.thenThrows(Counter.Full()) }
    #expect(throws: ScenarioFailed.self) { try outcome.then(.counted) }
  }

  @Test func `tests a creation, where nothing was given`() async throws {
    let id = Given<Counter>.id
    try await Given<Counter>.nothing { try await Counter.create(.started, id: id) }.then(.started)
    try await Given<Counter>.nothing { throw Counter.Full() }.thenThrows(Counter.Full())
  }

  @Test func `says where it failed, what was expected and what happened`() async throws {
    let outcome = try await Given<Counter>(.started).when { try await $0.add() }
    let (file, line) = ("Tests.swift", 42)
    let error = #expect(throws: ScenarioFailed.self) { try outcome.then(.stopped, file: file, line: line) }
    #expect(error?.description == "Tests.swift:42: expected stopped, but counted happened")
    let here = #expect(throws: ScenarioFailed.self) { try outcome.then(.stopped) }
    #expect(here?.description.hasPrefix("EventSourcingTestKitTests/GivenTests.swift:") == true)
  }

  @Test func `needs an entity to command`() async throws {
    await #expect(throws: ScenarioFailed.self) { try await Given<Counter>().when { _ in } }
    await #expect(throws: ScenarioFailed.self) { try await Given<Counter>(.started, .stopped).when { _ in } }
  }

  @Test func `refuses a history that cannot be`() async throws {
    await #expect(throws: ReplayError.self) { try await Given<Counter>(.counted).when { _ in } }
  }

  @Test func `tells nobody else of the events`() async throws {
    let bus = EventBus()
    bus.subscribeToAll { events in Issue.record("heard \(events.count) events") }
    try await EventBus.$current.withValue(bus) {
      try await Given<Counter>(.started).when { try await $0.add() }.then(.counted)
    }
  }
}
