import EventSourcing
import Foundation
import Step1Events
import Step2Entity
import Step5Application
import Story

/// An entity that changes first and publishes then: when storing fails, it is ahead of what is stored.
enum Trap5: Trap {
  static let title = "Change first, publish then"

  /// Looks like an `Example`, and takes its change for done too early.
  struct HastyExample {
    let id: UUID
    var version: Int
    var foo: String

    mutating func setFoo(to value: String) async throws {
      let event = DomainEvent(
        entityID: id, entityVersion: version, timestamp: .now,
        payload: ExampleEvent.valueChanged(name: .foo, value: value))
      foo = value
      version += 1
      try await EventBus.current.publish(event)
    }
  }

  static func spring(_ story: Story) async throws {
    try await withApplication(recorder: InMemoryRecorder(), ids: story.ids) { app in
      let id = try await app.createExample(foo: "bar1").id
      let stored = try await app.repository[id]
      var mine = HastyExample(id: id, version: stored.version, foo: stored.foo)

      story.part("Two have the example at version 1. The other changes it first, and your change is refused:")
      try await app.change(id) { try await $0.setFoo(to: "theirs") }
      story.refused(try await refusal { try await mine.setFoo(to: "mine") })
      story.say("your object: foo = \(mine.foo), version \(mine.version)")
      story.say("what is stored: \(try await shown(app.repository[id]))")

      story.part("You try again, with the same object:")
      do {
        try await mine.setFoo(to: "mine")
      } catch let error as ConcurrencyError {
        throw NotAsTold("It was refused again: \(error)")
      }
      story.say("accepted; stored are now:")
      story.table(
        ["position", "topic", "data"],
        try await app.eventStore.recorder.items(of: id).map { ["\($0.position)", $0.topic, $0.data.readable] })
    }
    try await cured(story)
  }

  private static func cured(_ story: Story) async throws {
    try await withApplication(recorder: InMemoryRecorder(), ids: story.ids) { app in
      let id = try await app.createExample(foo: "bar1").id
      var mine = try await app.repository[id]

      story.part("The same with the Example of step 2:")
      try await app.change(id) { try await $0.setFoo(to: "theirs") }
      story.refused(try await refusal { try await mine.setFoo(to: "mine") })
      story.say("your object: \(shown(mine))")

      story.part("You try again, with the same object:")
      story.refused(try await refusal { try await mine.setFoo(to: "mine") })
      story.say("what is stored: \(try await shown(app.repository[id]))")
    }
  }

  private static func shown(_ example: Example) -> String {
    "foo = \(example.foo), version \(example.version)"
  }

  private static func refusal(of command: () async throws -> Void) async throws -> ConcurrencyError {
    do {
      try await command()
    } catch let error as ConcurrencyError {
      return error
    }
    throw NotAsTold("The command was not refused.")
  }
}
