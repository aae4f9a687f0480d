import EventSourcing
public import Story

/// Events are values, and those who subscribed hear of them.
public enum Step1 {
  /// Makes three events, publishes them, and tells who heard what.
  public static func tell(_ story: Story) async throws {
    story.title(1, "Events are values, and those who subscribed hear of them")

    story.part("Three things happened to one example. Each event says to whom, where in the order, when, and what:")
    let events = threeEvents(story)
    story.events(events)

    story.part("Events are values: two with the same contents are equal.")
    compare(events, story)

    story.part("Two subscribers listen while they are published. They are called one after the other, in order:")
    let bus = EventBus()
    let second = subscribeTwo(to: bus, story)
    for event in events {
      try await bus.publish(event)
    }

    story.part("The second unsubscribes and a third subscribes. All three events are published as one list:")
    bus.unsubscribe(second)
    bus.subscribe(to: ExampleEvent.self) { events in
      story.say("third subscriber: the events at versions \(events.map(\.entityVersion))")
    }
    try await bus.publish(events)

    story.part(
      "A fourth fails. A subscriber that fails stops the publish: a fifth hears nothing, and the publisher learns why:")
    await publish(events[0], on: bus, withOneUnwell: story)
  }

  private static func threeEvents(_ story: Story) -> [DomainEvent<ExampleEvent>] {
    let id = story.ids.next()
    let payloads: [ExampleEvent] = [.created(foo: "bar1"), .valueChanged(name: .foo, value: "bar2"), .discarded]
    return payloads.enumerated().map { version, payload in
      DomainEvent(entityID: id, entityVersion: version, timestamp: story.clock.now(), payload: payload)
    }
  }

  private static func compare(_ events: [DomainEvent<ExampleEvent>], _ story: Story) {
    let first = events[0]
    let again = DomainEvent(
      entityID: first.entityID, entityVersion: 0, timestamp: first.timestamp, payload: first.payload)
    story.say("the first event == another with the same contents: \(first == again)")
    story.say("the first event == the second: \(first == events[1])")
  }

  /// - Returns: The second one's subscription.
  private static func subscribeTwo(to bus: EventBus, _ story: Story) -> EventBus.Subscription {
    bus.subscribe(to: ExampleEvent.self) { events in
      story.say("first subscriber: the events at versions \(events.map(\.entityVersion))")
    }
    return bus.subscribeToAll { events in
      let kind = type(of: events[0].payload).storedName
      story.say("second subscriber (hears all kinds of events): \(events.count) event of an \(kind)")
    }
  }

  private static func publish(
    _ event: DomainEvent<ExampleEvent>, on bus: EventBus, withOneUnwell story: Story
  ) async {
    bus.subscribe(to: ExampleEvent.self) { _ in throw Unwell() }
    bus.subscribe(to: ExampleEvent.self) { _ in story.say("nobody gets this far") }
    do {
      try await bus.publish(event)
    } catch {
      story.refused(error)
    }
  }

  private struct Unwell: Error, CustomStringConvertible {
    let description = "The subscriber is unwell."
  }
}
