import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import Step9Aggregate
import Story

/// A save that stores the events one by one: when the second fails, half of a change is there.
enum Trap9: Trap {
  static let title = "A save that stores the events one by one"

  /// An aggregate with two parts, of which the one has a text and the other has none.
  private struct Scene {
    let app: AggregateApplication
    var aggregate: ExampleAggregate
    let one, other: UUID

    init(_ story: Story, _ app: AggregateApplication) async throws {
      self.app = app
      (one, other) = (story.ids.next(), story.ids.next())
      aggregate = try app.createAggregate()
      try aggregate.createEntity(id: one)
      try aggregate.createEntity(id: other)
      try aggregate.setFoo(of: one, to: String(repeating: "word ", count: 6_000))
      try await aggregate.save()
    }

    func show(_ story: Story) async throws {
      let stored = try await app.repository[aggregate.id]
      story.table(
        ["in the repository", "characters of foo"],
        [
          ["the one part", "\(stored[one]?.foo.count ?? 0)"],
          ["the other part", "\(stored[other]?.foo.count ?? 0)"],
        ])
    }
  }

  static func spring(_ story: Story) async throws {
    try await onASmallDisk(story) { scene in try await goWrong(story, &scene) }
    try await onASmallDisk(story) { scene in try await cured(story, &scene) }
  }

  private static func goWrong(_ story: Story, _ scene: inout Scene) async throws {
    story.part("An aggregate has two parts. The text of the one is to move to the other:")
    try await scene.show(story)
    try scene.aggregate.moveFoo(from: scene.one, to: scene.other)

    story.part("Save one by one. There is room for the first event, but not for the second:")
    try await expectFailure(story) { try await scene.aggregate.saveOneByOne() }
    try await scene.show(story)
    let stored = try await scene.app.repository[scene.aggregate.id]
    guard stored[scene.one]?.foo == "", stored[scene.other]?.foo == "" else {
      throw NotAsTold("The text is still there.")
    }

    story.part("Save again:")
    try await expectFailure(story) { try await scene.aggregate.saveOneByOne() }
  }

  private static func cured(_ story: Story, _ scene: inout Scene) async throws {
    story.part("The same on another such disk, with the library's save:")
    try scene.aggregate.moveFoo(from: scene.one, to: scene.other)
    try await expectFailure(story) { try await scene.aggregate.save() }
    try await scene.show(story)
    let stored = try await scene.app.repository[scene.aggregate.id]
    guard stored[scene.one]?.foo.isEmpty == false, scene.aggregate.pendingEvents.count == 2 else {
      throw NotAsTold("The save was not all or nothing.")
    }
    story.say("still pending: \(scene.aggregate.pendingEvents.count)")
  }

  private static func expectFailure(_ story: Story, of save: () async throws -> Void) async throws {
    do {
      try await save()
    } catch {
      return story.refused(error)
    }
    throw NotAsTold("It was saved.")
  }

  /// Lends a scene in a database with room for the text, but not for a second copy of it.
  private static func onASmallDisk(_ story: Story, _ body: (inout Scene) async throws -> Void) async throws {
    let recorder = try await SQLiteRecorder(.memory, options: SQLiteOptions(maximumSize: 64 * 1_024))
    try await recorder.closing {
      try await withAggregateApplication(recorder: recorder, ids: story.ids) { app in
        var scene = try await Scene(story, app)
        try await body(&scene)
      }
    }
  }
}

extension ExampleAggregate {
  /// Moves the text of one part to another: two events that belong together.
  fileprivate mutating func moveFoo(from one: UUID, to other: UUID) throws {
    let text = self[one]?.foo ?? ""
    try setFoo(of: one, to: "")
    try setFoo(of: other, to: text)
  }

  /// Publishes each event by itself, so that each is stored by itself.
  fileprivate mutating func saveOneByOne() async throws {
    for event in pendingEvents {
      try await EventBus.current.publish(event)
    }
    pendingEvents = PendingEvents()
  }
}
