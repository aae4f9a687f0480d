public import EventSourcing
private import Foundation
import Step1Events
import Step2Entity
import Step3Store
public import Story

/// A repository gives entities by id, by replaying their events.
public enum Step4 {
  /// Stores the events of one example, and gets it back, as it is and as it was.
  public static func tell(_ story: Story, recorder: any Recorder) async throws {
    story.title(4, "A repository gives the entity that the events make")
    let store = ExampleStore.examples(in: recorder)
    let repository = Repository<Example>(eventStore: store)
    let id = story.ids.next()

    try await tellOfNone(story, repository, id)
    try await storeThreeEvents(story, store, id)
    try await tellWhatItIs(story, repository, id)
    try await tellWhatItWas(story, repository, id)

    let discarded = DomainEvent(
      entityID: id, entityVersion: 3, timestamp: story.clock.now(), payload: ExampleEvent.discarded)
    try await store.append(discarded)
    try await tellOfTheEnd(story, repository, id)
  }

  private static func tellOfNone(_ story: Story, _ repository: Repository<Example>, _ id: UUID) async throws {
    story.part("Before anything is stored, the repository has nothing:")
    story.say("contains \(id.short): \(try await repository.contains(id))")
    await tellRefusal(story) { try await repository[id] }
  }

  private static func storeThreeEvents(_ story: Story, _ store: ExampleStore, _ id: UUID) async throws {
    story.part("Store three events:")
    let payloads: [ExampleEvent] = [
      .created(foo: "bar1"), .valueChanged(name: .foo, value: "bar2"), .valueChanged(name: .foo, value: "bar3"),
    ]
    for (version, payload) in payloads.enumerated() {
      try await store.append(
        DomainEvent(entityID: id, entityVersion: version, timestamp: story.clock.now(), payload: payload))
    }
    story.events(try await store.events(of: id))
  }

  private static func tellWhatItIs(_ story: Story, _ repository: Repository<Example>, _ id: UUID) async throws {
    story.part("The event player replays them through the mutator, and the repository has the entity:")
    let example = try await repository[id]
    story.say("contains \(id.short): \(try await repository.contains(id))")
    story.say("foo = \(example.foo), version \(example.version)")
  }

  private static func tellWhatItWas(_ story: Story, _ repository: Repository<Example>, _ id: UUID) async throws {
    story.part("It also gives the entity as it was after 1, 2 or 3 events:")
    for version in 1...3 {
      story.say("at version \(version): foo = \(try await repository[id, at: version].foo)")
    }
    await tellRefusal(story) { try await repository[id, at: 4] }
  }

  private static func tellOfTheEnd(_ story: Story, _ repository: Repository<Example>, _ id: UUID) async throws {
    story.part("A discarded entity is gone, which is not the same as never having been:")
    await tellRefusal(story) { try await repository[id] }
    story.say("its past is still there: at version 3, foo = \(try await repository[id, at: 3].foo)")
  }

  private static func tellRefusal(_ story: Story, _ body: () async throws -> Example) async {
    do {
      _ = try await body()
    } catch {
      story.refused(error)
    }
  }
}
