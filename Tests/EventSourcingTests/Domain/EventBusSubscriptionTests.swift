import EventSourcing
import Testing

@Suite("A subscription to an event bus")
struct EventBusSubscriptionTests {
  let bus = EventBus()
  let notes = Notes<String>()
  let history = Account.history(IDGenerator.counting().next())

  @Test func `ends when it is ended`() async throws {
    let subscription = bus.subscribe(to: Account.Event.self) { _ in notes.add("ended") }
    bus.subscribe(to: Account.Event.self) { _ in notes.add("kept") }
    bus.unsubscribe(subscription)
    try await bus.publish(history)
    #expect(notes.all == ["kept"])
  }

  @Test func `can be ended twice, which leaves the others alone`() async throws {
    let subscription = bus.subscribe(to: Account.Event.self) { _ in notes.add("ended") }
    bus.unsubscribe(subscription)
    bus.subscribe(to: Account.Event.self) { _ in notes.add("kept") }
    bus.unsubscribe(subscription)
    try await bus.publish(history)
    #expect(notes.all == ["kept"])
  }

  @Test func `is left alone by another bus`() async throws {
    bus.subscribe(to: Account.Event.self) { _ in notes.add("kept") }
    let foreign = EventBus().subscribe(to: Account.Event.self) { _ in }
    bus.unsubscribe(foreign)
    try await bus.publish(history)
    #expect(notes.all == ["kept"])
  }

  @Test func `makes the bus not empty until it ends`() {
    #expect(!bus.hasSubscribers)
    let typed = bus.subscribe(to: Account.Event.self) { _ in }
    let all = bus.subscribeToAll { _ in }
    bus.unsubscribe(typed)
    #expect(bus.hasSubscribers)
    bus.unsubscribe(all)
    #expect(!bus.hasSubscribers)
  }

  @Test func `of the same handler twice is two subscriptions`() async throws {
    let handler: @Sendable ([DomainEvent<Account.Event>]) async throws -> Void = { _ in notes.add("heard") }
    let first = bus.subscribe(to: Account.Event.self, handler)
    let second = bus.subscribe(to: Account.Event.self, handler)
    #expect(first != second)
    try await bus.publish(history)
    #expect(notes.all == ["heard", "heard"])
  }

  @Test func `made by a handler does not hear the publish under way`() async throws {
    bus.subscribe(to: Account.Event.self) { [bus, notes] _ in
      notes.add("outer")
      bus.subscribe(to: Account.Event.self) { _ in notes.add("inner") }
    }
    try await bus.publish(history)
    #expect(notes.all == ["outer"])
    try await bus.publish(history)
    #expect(notes.all == ["outer", "outer", "inner"])
  }

  @Test func `ended by a handler still hears the publish under way`() async throws {
    let ended = Notes<EventBus.Subscription>()
    bus.subscribe(to: Account.Event.self) { [bus] _ in ended.all.forEach(bus.unsubscribe) }
    ended.add(bus.subscribe(to: Account.Event.self) { _ in notes.add("heard") })
    try await bus.publish(history)
    try await bus.publish(history)
    #expect(notes.all == ["heard"])
  }

  @Test func `may publish itself: the inner publish ends first`() async throws {
    let inner = Account.history(IDGenerator.counting().next(), deposits: [1])
    bus.subscribe(to: Account.Event.self) { [bus] events in
      if events.count == 1 { try await bus.publish(inner) }
    }
    bus.subscribe(to: Account.Event.self) { events in notes.add("\(events.count)") }
    try await bus.publish(history)
    #expect(notes.all == ["2", "1"])
  }
}

@Suite("The current event bus")
struct CurrentEventBusTests {
  @Test func `is a task's own: two in parallel do not hear each other`() async throws {
    let heard = try await withThrowingTaskGroup(of: [Int].self) { group in
      for deposits in 1...2 {
        group.addTask {
          try await EventBus.$current.withValue(EventBus()) {
            let counts = Notes<Int>()
            EventBus.current.subscribe(to: Account.Event.self) { counts.add($0.count) }
            let history = Account.history(
              IDGenerator.counting().next(), deposits: Array(repeating: 1, count: deposits))
            for _ in 0..<20 {
              try await EventBus.current.publish(history)
              await Task.yield()
            }
            return counts.all
          }
        }
      }
      return try await group.reduce(into: Set<[Int]>()) { $0.insert($1) }
    }
    #expect(heard == [Array(repeating: 2, count: 20), Array(repeating: 3, count: 20)])
  }

  @Test func `is inherited by child tasks`() async {
    let bus = EventBus()
    await EventBus.$current.withValue(bus) {
      async let inherited = EventBus.current
      #expect(await inherited === bus)
    }
  }

  @Test func `is the default one in a detached task`() async {
    await EventBus.$current.withValue(EventBus()) {
      let own = EventBus.current
      let detached = await Task.detached { EventBus.current }.value
      #expect(detached !== own)
    }
  }
}
