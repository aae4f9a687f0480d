import EventSourcing
import Foundation
import Step12Projections
import Step1Events
import Step5Application
import Story
import Synchronization

extension Trap12 {
  /// A subscriber changes the list when it hears of an event, and never hears again of what it could not deal with.
  enum Subscriber {
    /// A table for the list, in a database that others see to.
    private final class Table: Sendable {
      struct Down: Error, CustomStringConvertible {
        let description = "The database of the list is not there."
      }

      private let state = Mutex((list: InMemoryExampleList(), isDown: false))

      func setDown(_ isDown: Bool) {
        state.withLock { $0.isDown = isDown }
      }

      func set(_ id: UUID, to foo: String) throws {
        try state.withLock { state in
          guard !state.isDown else { throw Down() }
          state.list.set(id, to: foo)
        }
      }

      func ids(about foo: String) -> [UUID] {
        state.withLock { $0.list.ids(about: foo) }
      }
    }

    static func spring(_ story: Story) async throws {
      let (recorder, table) = (InMemoryRecorder(), Table())
      try await withApplication(recorder: recorder, clock: story.clock, ids: story.ids) { app in
        story.part("A subscriber keeps a list. At the second of three examples, the database of the list is down:")
        _ = EventBus.current.subscribe(to: ExampleEvent.self) { events in
          for event in events {
            if case .created(let foo) = event.payload { try table.set(event.entityID, to: foo) }
          }
        }
        for number in 1...3 {
          table.setDown(number == 2)
          do {
            _ = try await app.createExample(foo: "bar")
          } catch let error as StoredButNotHandled {
            story.refused(error)
          }
        }
        let stored = try await app.eventStore.recorder.newestPosition().id
        story.say("examples that are stored: \(stored)")
        story.say("in the list: \(shown(table.ids(about: "bar")))")
        guard stored == 3, table.ids(about: "bar").count == 2 else { throw NotAsTold("The list has all of them.") }
      }
      try await cured(story, recorder)
    }

    private static func cured(_ story: Story, _ recorder: InMemoryRecorder) async throws {
      story.part("A projector reads the log. It may come as late as it likes:")
      let view = try InMemoryView("examples", InMemoryExampleList())
      try await Projector(
        Projection.examples(in: InMemoryView<InMemoryExampleList>.self),
        from: ["application": LocalNotificationLog(recorder)], into: view
      ).catchUp()
      story.say("in the view: \(shown(view.ids(about: "bar")))")
      guard view.ids(about: "bar").count == 3 else { throw NotAsTold("The view lacks something.") }
    }

    private static func shown(_ ids: [UUID]) -> String {
      ids.map(\.short).joined(separator: ", ")
    }
  }
}
