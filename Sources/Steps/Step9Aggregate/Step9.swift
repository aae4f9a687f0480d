public import EventSourcing
import Foundation
public import Story

/// An aggregate saves what happened to it and to the entities inside it in one transaction.
public enum Step9 {
  /// Lives the life of an aggregate, a save that fails included.
  public static func tell(_ story: Story, recorder: any Recorder) async throws {
    story.title(9, "An aggregate saves its events together, all or none")
    try await withAggregateApplication(recorder: recorder, clock: story.clock, ids: story.ids) { app in
      var aggregate = try app.createAggregate()
      story.part("Create an aggregate. It is in the repository when it is saved, not before:")
      story.say("before the save, the repository contains it: \(try await app.repository.contains(aggregate.id))")
      try await aggregate.save()
      story.say("after the save: \(try await app.repository.contains(aggregate.id))")
      try await showCounts(story, app, aggregate)
      try await tellOfPending(story, app, &aggregate)
      let entity = try await tellOfThree(story, app, &aggregate)
      try await tellOfFailure(story, app, aggregate)
      try await tellOfUnit(story, app, entity, in: aggregate.id)
      try await tellOfDiscarding(story, app, try await app.repository[aggregate.id])
    }
  }

  private static func tellOfPending(
    _ story: Story, _ app: AggregateApplication, _ aggregate: inout ExampleAggregate
  ) async throws {
    story.part("Ask the aggregate to create an entity within itself. Until it is saved, only this copy has it:")
    try aggregate.createEntity(id: app.ids.next(), at: app.clock.now())
    try await showCounts(story, app, aggregate)
    story.part("Save it:")
    try await aggregate.save()
    try await showCounts(story, app, aggregate)
  }

  /// - Returns: The entity that was changed.
  private static func tellOfThree(
    _ story: Story, _ app: AggregateApplication, _ aggregate: inout ExampleAggregate
  ) async throws -> UUID {
    story.part("Create two more entities, change one, and save the three events in one transaction:")
    let entity = app.ids.next()
    try aggregate.createEntity(id: entity, at: app.clock.now())
    try aggregate.createEntity(id: app.ids.next(), at: app.clock.now())
    try aggregate.setFoo(of: entity, to: "bar11", at: app.clock.now())
    story.say("pending events: \(aggregate.pendingEvents.count)")
    try await aggregate.save()
    try await showCounts(story, app, aggregate)
    story.events(try await app.eventStore.events(of: aggregate.id))
    return entity
  }

  private static func tellOfFailure(
    _ story: Story, _ app: AggregateApplication, _ aggregate: ExampleAggregate
  ) async throws {
    story.part(
      "Two more entities in a second copy, one more in another. The other is saved first, so saving the second stores nothing:"
    )
    var second = aggregate
    try second.createEntity(id: app.ids.next(), at: app.clock.now())
    try second.createEntity(id: app.ids.next(), at: app.clock.now())
    var first = aggregate
    try first.createEntity(id: app.ids.next(), at: app.clock.now())
    try await first.save()
    do {
      try await second.save()
    } catch {
      story.refused(error)
    }
    story.say("still pending in the second copy: \(second.pendingEvents.count)")
    story.say("entities in the repository: \(try await app.repository[aggregate.id].countEntities())")
  }

  private static func tellOfUnit(
    _ story: Story, _ app: AggregateApplication, _ entity: UUID, in id: UUID
  ) async throws {
    var other = try app.createAggregate()
    let otherEntity = app.ids.next()
    try other.createEntity(id: otherEntity, at: app.clock.now())
    try await other.save()
    let otherID = other.id

    func showTexts() async throws {
      let (one, two) = (try await app.repository[id], try await app.repository[otherID])
      story.table(
        ["aggregate", "version", "foo of the entity"],
        [
          [id.short, String(one.version), one[entity]?.foo ?? ""],
          [otherID.short, String(two.version), two[otherEntity]?.foo ?? ""],
        ])
    }

    story.part("Move bar11 to another aggregate, in one unit of work. Its entity is named wrongly, so nothing happens:")
    do {
      try await app.moveFoo(of: entity, in: id, to: entity, in: otherID)
    } catch {
      story.refused(error)
    }
    try await showTexts()
    story.part("With the right name, both change:")
    try await app.moveFoo(of: entity, in: id, to: otherEntity, in: otherID)
    try await showTexts()
  }

  private static func tellOfDiscarding(
    _ story: Story, _ app: AggregateApplication, _ aggregate: ExampleAggregate
  ) async throws {
    var aggregate = aggregate
    story.part("Discard the aggregate. It is gone when that is saved, not before:")
    try aggregate.discard(at: app.clock.now())
    story.say("before the save, the repository contains it: \(try await app.repository.contains(aggregate.id))")
    try await aggregate.save()
    story.say("after the save: \(try await app.repository.contains(aggregate.id))")
    do {
      try aggregate.createEntity(id: app.ids.next(), at: app.clock.now())
    } catch {
      story.refused(error)
    }
  }

  private static func showCounts(
    _ story: Story, _ app: AggregateApplication, _ aggregate: ExampleAggregate
  ) async throws {
    let stored = try await app.repository[aggregate.id].countEntities()
    story.say("entities in this copy: \(aggregate.countEntities()), in the repository: \(stored)")
  }
}
