public import EventSourcing
private import Foundation
import Step2Entity
public import Story

/// An application stores what is published, as long as it is open.
public enum Step5 {
  /// Runs an application on a recorder: create, change, discard.
  public static func tell(_ story: Story, recorder: any Recorder) async throws {
    story.title(5, "An application stores whatever is published")

    let (id, bus) = try await withApplication(recorder: recorder, clock: story.clock, ids: story.ids) { app in
      var example = try await createAndChange(story, app)
      try await discard(&example, story, app)
      return (example.id, EventBus.current)
    }
    await tellOfTheClosedBus(story, on: bus)

    story.part("A second application on the same recorder finds what the first has stored:")
    try await withApplication(recorder: recorder, clock: story.clock, ids: story.ids) { app in
      story.events(try await app.eventStore.events(of: id))
    }

    story.part("It is a program, too, which keeps its data between runs. Try these:")
    story.say("swift run step5 --database sqlite:demo.sqlite create bar3")
    story.say("swift run step5 --database sqlite:demo.sqlite list")
  }

  private static func createAndChange(_ story: Story, _ app: ExampleApplication) async throws -> Example {
    story.part("Open an application. Its persistence policy subscribes; a new example is stored at once:")
    var example = try await app.createExample(foo: "bar3")
    story.say("contains \(example.id.short): \(try await app.repository.contains(example.id))")
    story.say("created \(example.id.short), foo = \(try await app.repository[example.id].foo)")

    story.part("So is each change:")
    try await example.setFoo(to: "bar4", at: app.clock.now())
    story.say("in the repository, foo = \(try await app.repository[example.id].foo)")
    story.items(try await app.eventStore.recorder.items(of: example.id))
    return example
  }

  private static func discard(_ example: inout Example, _ story: Story, _ app: ExampleApplication) async throws {
    story.part("A discarded example can't be retrieved:")
    try await example.discard(at: app.clock.now())
    story.say("contains \(example.id.short): \(try await app.repository.contains(example.id))")
    do {
      _ = try await app.repository[example.id]
    } catch {
      story.refused(error)
    }
  }

  private static func tellOfTheClosedBus(_ story: Story, on bus: EventBus) async {
    story.part("The application is closed, and nobody stores on its bus any more. A command there is refused:")
    await EventBus.$current.withValue(bus) {
      do {
        _ = try await Example.create(foo: "bar5", id: story.ids.next(), at: story.clock.now())
      } catch {
        story.refused(error)
      }
    }
  }
}
