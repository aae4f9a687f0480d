public import EventSourcing
import Step1Events
import Step2Entity
public import Story

/// Events become items, and items become rows of a table.
public enum Step3 {
  /// Stores the events of step 2 in a recorder, and shows what is there.
  public static func tell(_ story: Story, recorder: any Recorder) async throws {
    story.title(3, "Events become rows, and rows become events")
    let store = ExampleStore.examples(in: recorder)

    story.part("Two events are received, as in step 2:")
    let received = try await twoEvents(story)
    let id = received[0].entityID
    story.events(received)

    story.part(
      "The mapper turns each into an item: entity id → sequence id, version → position, case → topic, values → data:")
    story.items(try received.map(store.mapper.item(from:)))

    story.part("Append them to the store. These rows are now in the database, read back by the recorder:")
    for event in received {
      try await store.append(event)
    }
    story.items(try await recorder.items(of: id))

    story.part("Ask the store for the events:")
    let stored = try await store.events(of: id)
    story.events(stored)
    story.say("the stored events == the received ones: \(stored == received)")

    story.part("The same position cannot be stored twice, nor can one be left out:")
    try await appendAtWrongPositions(of: received[0], in: store, story)
    story.say("items stored: \(try await recorder.items(of: id).count)")
  }

  private static func twoEvents(_ story: Story) async throws -> [DomainEvent<Example.Event>] {
    try await EventBus.$current.withValue(EventBus(storing: .notRequired)) {
      let received = ReceivedEvents()
      var example = try await Example.create(foo: "bar1", id: story.ids.next(), at: story.clock.now())
      try await example.setFoo(to: "bar2", at: story.clock.now())
      return received.all
    }
  }

  private static func appendAtWrongPositions(
    of first: DomainEvent<Example.Event>, in store: ExampleStore, _ story: Story
  ) async throws {
    for version in [1, 5] {
      do {
        try await store.append(
          DomainEvent(
            entityID: first.entityID, entityVersion: version, timestamp: story.clock.now(), payload: .discarded))
      } catch {
        story.refused(error)
      }
    }
  }
}
