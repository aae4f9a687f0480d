import EventSourcing
import Foundation
import Step1Events
import Step2Entity
import Story

/// A repository that gives `nil` for an example that never was and for one that was discarded.
enum Trap4: Trap {
  static let title = "nil for what never was, and for what is gone"

  /// Gives an example, or `nil` if there is none.
  struct OptionalExamples {
    let store: EventStore<DomainEvent<ExampleEvent>>

    func find(_ id: UUID) async throws -> Example? {
      try Example.replaying(try await store.events(of: id))
    }

    /// Changes the example, or creates it if there is none.
    func put(_ foo: String, under id: UUID) async throws {
      if var example = try await find(id) {
        try await example.setFoo(to: foo)
      } else {
        _ = try await Example.create(foo: foo, id: id)
      }
    }
  }

  static func spring(_ story: Story) async throws {
    try await EventBus.$current.withValue(EventBus()) {
      let store = EventStore(of: ExampleEvent.self, in: InMemoryRecorder())
      let policy = try PersistencePolicy(eventStore: store)
      defer { policy.close() }

      story.part("An example is put under an id, changed, and discarded:")
      let examples = OptionalExamples(store: store)
      let id = story.ids.next()
      try await examples.put("bar1", under: id)
      try await examples.put("bar2", under: id)
      guard var example = try await examples.find(id) else { throw NotAsTold("The example was not stored.") }
      try await example.discard()
      story.say("find \(id.short): \(shown(try await examples.find(id)))")
      let other = story.ids.next()
      story.say("find \(other.short), which never was: \(shown(try await examples.find(other)))")

      story.part("Somebody puts another value under the same id. Nobody else is at work:")
      let refusal = try await refusal { try await examples.put("bar3", under: id) }
      story.refused(refusal)
      let again = try await self.refusal { try await examples.put("bar3", under: id) }
      story.say("reading and deciding again ends in the same error: \(again == refusal)")

      try await cured(story, store, id, other)
    }
  }

  /// The same, with the library's repository.
  struct Examples {
    let repository: Repository<Example>

    /// Changes the example, or creates it if there never was one.
    func put(_ foo: String, under id: UUID) async throws {
      do {
        var example = try await repository[id]
        try await example.setFoo(to: foo)
      } catch let missing as EntityNotFound where missing.reason == .neverExisted {
        _ = try await Example.create(foo: foo, id: id)
      }
    }
  }

  private static func cured(
    _ story: Story, _ store: EventStore<DomainEvent<ExampleEvent>>, _ id: UUID, _ other: UUID
  ) async throws {
    story.part("The same with the library's repository, which says why there is none:")
    let examples = Examples(repository: Repository(eventStore: store))
    do {
      try await examples.put("bar3", under: id)
      throw NotAsTold("It was put under the id of a discarded example.")
    } catch let error as EntityNotFound {
      story.refused(error)
    }
    try await examples.put("bar3", under: other)
    story.say("\(other.short), which never was, is created: foo = \(try await examples.repository[other].foo)")
  }

  private static func shown(_ example: Example?) -> String {
    example.map { "foo = \($0.foo)" } ?? "nil"
  }

  private static func refusal(of put: () async throws -> Void) async throws -> ConcurrencyError {
    do {
      try await put()
    } catch let error as ConcurrencyError {
      return error
    }
    throw NotAsTold("Another example was created under the id of a discarded one.")
  }
}
