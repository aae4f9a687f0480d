import EventSourcing
import Step1Events
public import Story

/// An entity changes by its events alone, and so can be made again from them.
public enum Step2 {
  /// Creates, changes and discards an example, and makes it again from the events that were heard.
  public static func tell(_ story: Story) async throws {
    story.title(2, "An entity is what its events make it")
    try await EventBus.$current.withValue(EventBus(storing: .notRequired)) {
      let received = ReceivedEvents()

      story.part("Create an example, and change its value:")
      var example = try await Example.create(foo: "bar1", id: story.ids.next(), at: story.clock.now())
      show(example, to: story)
      try await example.setFoo(to: "bar2", at: story.clock.now())
      show(example, to: story)

      story.part("These events were published. They are all there is to know:")
      story.events(received.all)

      story.part(
        "An entity's version is the number of its events. They are counted from 0, so the next one is at position 2.")

      story.part("Replay them through the mutator:")
      let replayed = try Example.replaying(received.all)
      story.say("the replayed entity == the entity: \(replayed == example)")

      story.part("A copy is a value of its own: discarding the example leaves the copy as it was.")
      let copy = example
      try await example.discard(at: story.clock.now())
      story.say("the example is discarded: \(example.isDiscarded), the copy: \(copy.isDiscarded)")
      story.say("replaying all three events gives nil: \(try Example.replaying(received.all) == nil)")

      story.part("A discarded example takes no commands, and no event is published:")
      do {
        try await example.setFoo(to: "bar3", at: story.clock.now())
      } catch {
        story.refused(error)
      }
      story.say("events published: \(received.all.count)")
    }
  }

  private static func show(_ example: Example, to story: Story) {
    story.say(
      "example \(example.id.short): foo = \(example.foo), version \(example.version), "
        + "created \(example.createdOn.timeOfDay), last modified \(example.lastModifiedOn.timeOfDay)")
  }
}
