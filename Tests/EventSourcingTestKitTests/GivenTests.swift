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

  /// Counts once a minute at most.
  mutating func addSlowly() async throws {
    guard Timestamp.now.microseconds - lifecycle.lastModifiedOn.microseconds >= 60_000_000 else { throw Full() }
    try await trigger(.counted)
  }
}

/// A list that is saved as a whole.
private struct Basket: Aggregate {
  enum Event: EventPayload, Equatable {
    case begun
    case filled(String)

    static let storedName = "Basket"
    enum CodingKeys: String, CodingKey, CaseIterable { case begun, filled }
  }

  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Event>()

  static func mutate(_ basket: inout Basket?, with event: DomainEvent<Event>) {
    if case .begun = event.payload { basket = Basket(lifecycle: Lifecycle(createdBy: event)) }
  }

  mutating func fill(_ item: String) throws { try trigger(.filled(item)) }
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
    #expect(try failures { try outcome.then() }.count == 1)
    #expect(try failures { try outcome.then(.counted, .counted) }.count == 1)
    #expect(try failures { try outcome.then(.stopped) }.count == 1)
    #expect(try failures { try outcome.then(.counted) }.isEmpty)
  }

  @Test func `fails when a command refuses that should not, and the other way round`() async throws {
    let refused = try await Given<Counter>(.started, .counted, .counted, .counted).when { try await $0.add() }
    #expect(try !failures { try refused.then() }.isEmpty)
    #expect(try !failures { try refused.thenThrows(EntityDiscarded(id: Given<Counter>.id, version: 1)) }.isEmpty)
    let accepted = try await Given<Counter>(.started).when { _ in }
    #expect(try !failures { try accepted.thenThrows(Counter.Full()) }.isEmpty)
  }

  @Test func `fails when events happen before an error that were not expected`() async throws {
    let outcome = try await Given<Counter>(.started, .counted, .counted).when { try await $0.add(2) }
    #expect(try !failures { try outcome.thenThrows(Counter.Full()) }.isEmpty)
    #expect(try !failures { try outcome.then(.counted) }.isEmpty)
  }

  @Test func `tests a creation, where nothing was given`() async throws {
    let id = Given<Counter>.id
    try await Given<Counter>.nothing { try await Counter.create(.started, id: id) }.then(.started)
    try await Given<Counter>.nothing { throw Counter.Full() }.thenThrows(Counter.Full())
  }

  @Test func `fails at the line of the expectation, and says what was expected and what happened`() async throws {
    let outcome = try await Given<Counter>(.started).when { try await $0.add() }
    let found = try failures {
      try outcome
        .then(.stopped)
    }
    let failure = try #require(found.first)
    #expect(failure.sourceLocation?.line == #line - 3)
    #expect(failure.sourceLocation?.fileID == #fileID)
    #expect("\(failure)".contains("expected stopped, but counted happened"), "\(failure)")
  }

  @Test func `throws where nobody else would tell that it failed`() async throws {
    let outcome = try await Given<Counter>(.started).when { try await $0.add() }
    let (error, line) = await Task.detached {
      (#expect(throws: ScenarioFailed.self) { try outcome.then(.stopped) }, #line)
    }
    .value
    #expect(error?.description == "\(#fileID):\(line): expected stopped, but counted happened")
  }

  @Test func `gives events the times that they are to have`() async throws {
    let noon = Timestamp(microseconds: 1_000_000_000)
    let given = Given<Counter>(.started).and(.counted, at: noon)
    try await EventClock.$current.withValue(.stepping(from: Timestamp(microseconds: 1_059_999_999))) {
      try await given.when { try await $0.addSlowly() }.thenThrows(Counter.Full())
    }
    try await EventClock.$current.withValue(.stepping(from: Timestamp(microseconds: 1_060_000_000))) {
      try await given.when { try await $0.addSlowly() }.then(.counted)
      let later = given.and(.counted)
      try await later.when { #expect($0.lifecycle.lastModifiedOn == Timestamp(microseconds: 1_000_000_001)) }.then()
    }
    try await Given<Counter>(.started, at: noon).when { #expect($0.lifecycle.createdOn == noon) }.then()
  }

  @Test func `says that an aggregate was not saved, so that nothing has happened`() async throws {
    let notSaved = "filled(\"pen\") was collected and not saved"
    let outcome = try await Given<Basket>(.begun).when { try $0.fill("pen") }
    #expect(try "\(#require(failures { try outcome.then(.filled("pen")) }.first))".contains(notSaved))
    #expect(try "\(#require(failures { try outcome.then() }.first))".contains(notSaved))
    let created = await Given<Basket>.nothing { try Basket.create(.begun, id: Given<Basket>.id) }
    #expect(
      try "\(#require(failures { try created.then(.begun) }.first))".contains("begun was collected and not saved"))
  }

  @Test func `passes for an aggregate that was saved, or that refuses`() async throws {
    try await Given<Basket>(.begun).whenSaved { try $0.fill("pen") }.then(.filled("pen"))
    try await Given<Basket>.nothing {
      var basket = try Basket.create(.begun, id: Given<Basket>.id)
      try await basket.save()
      return basket
    }
    .then(.begun)
    try await Given<Basket>(.begun).whenSaved { basket in
      try basket.fill("pen")
      throw Counter.Full()
    }
    .thenThrows(Counter.Full())
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
