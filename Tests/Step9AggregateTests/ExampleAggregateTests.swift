import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import Step9Aggregate
import Testing

@Suite("An aggregate")
struct ExampleAggregateTests {
  @Test func `shows what happened to others when it is saved, not before`() async throws {
    try await withAggregateApplication(recorder: SQLiteRecorder(.memory)) { app in
      var aggregate = try app.createAggregate()
      #expect(try await app.repository.contains(aggregate.id) == false)
      try await aggregate.save()
      #expect(try await app.repository.contains(aggregate.id))
      #expect(aggregate.countEntities() == 0)

      try aggregate.createEntity(id: UUID())
      #expect(aggregate.countEntities() == 1)
      #expect(try await app.repository[aggregate.id].countEntities() == 0)
      try await aggregate.save()
      #expect(try await app.repository[aggregate.id].countEntities() == 1)

      try aggregate.createEntity(id: UUID())
      try aggregate.createEntity(id: UUID())
      try await aggregate.save()
      #expect(try await app.repository[aggregate.id].countEntities() == 3)

      try aggregate.discard()
      #expect(try await app.repository.contains(aggregate.id))
      try await aggregate.save()
      #expect(try await app.repository.contains(aggregate.id) == false)
    }
  }

  @Test func `is stored by an application only while that is open, also when its body throws`() async throws {
    struct Failed: Error {}
    var bus: EventBus?
    await #expect(throws: Failed.self) {
      try await withAggregateApplication(recorder: InMemoryRecorder()) { _ in
        bus = EventBus.current
        #expect(bus?.hasSubscribers == true)
        throw Failed()
      }
    }
    #expect(bus?.hasSubscribers == false)
  }

  @Test func `publishes all pending events as one list`() async throws {
    let (one, two) = (UUID(), UUID())
    try await Given<ExampleAggregate>(.created)
      .whenSaved { aggregate in
        try aggregate.createEntity(id: one)
        try aggregate.createEntity(id: two)
        try aggregate.setFoo(of: one, to: "bar")
      }
      .then(.entityCreated(entityID: one), .entityCreated(entityID: two), .entityChanged(entityID: one, foo: "bar"))
  }

  @Test func `stores nothing and keeps its events pending when somebody else saved first`() async throws {
    let recorder = try await SQLiteRecorder(.memory)
    try await withAggregateApplication(recorder: recorder) { app in
      var first = try app.createAggregate()
      try await first.save()
      var second = first
      try first.createEntity(id: UUID())
      try await first.save()

      for _ in 0..<3 { try second.createEntity(id: UUID()) }
      await #expect(throws: ConcurrencyError(sequenceID: first.id, position: 1)) { try await second.save() }
      #expect(second.pendingEvents.count == 3)
      #expect(try await recorder.items(of: first.id).count == 2)
    }
  }

  @Test func `stores nothing when there is no room for all, and all when there is`() async throws {
    try await withTemporaryFolder { folder in
      let file = SQLiteLocation.file("\(folder)/small.sqlite")
      let small = try await SQLiteRecorder(file, options: SQLiteOptions(maximumSize: 64 * 1_024))
      var aggregate = try ExampleAggregate.create(id: UUID())
      let entity = UUID()
      try aggregate.createEntity(id: entity)
      for _ in 0..<20 { try aggregate.setFoo(of: entity, to: String(repeating: "long ", count: 2_000)) }
      let events = aggregate.pendingEvents.count

      await #expect(throws: RecorderError.self) {
        try await withAggregateApplication(recorder: small) { _ in try await aggregate.save() }
      }
      #expect(aggregate.pendingEvents.count == events)
      #expect(try await small.items(of: aggregate.id) == [])
      try await small.close()

      let large = try await SQLiteRecorder(file)
      try await withAggregateApplication(recorder: large) { app in
        try await aggregate.save()
        #expect(aggregate.pendingEvents.isEmpty)
        #expect(try await app.repository[aggregate.id] == aggregate)
      }
      try await large.close()
    }
  }

  @Test func `saves nothing when nothing happened`() async throws {
    let recorder = InMemoryRecorder()
    try await withAggregateApplication(recorder: recorder) { app in
      var aggregate = try app.createAggregate()
      try await aggregate.save()
      try await aggregate.save()
      #expect(try await recorder.items(of: aggregate.id).count == 1)
    }
  }

  @Test func `changes an entity inside it, and only one that it has`() async throws {
    var aggregate = try ExampleAggregate.create(id: UUID())
    let (entity, stranger) = (UUID(), UUID())
    try aggregate.createEntity(id: entity)
    try aggregate.setFoo(of: entity, to: "bar")
    #expect(aggregate[entity]?.foo == "bar")
    #expect(throws: ExampleAggregate.NoSuchEntity(aggregateID: aggregate.id, entityID: stranger)) {
      try aggregate.setFoo(of: stranger, to: "bar")
    }
    #expect(aggregate.pendingEvents.count == 3)
  }

  @Test func `takes no command after it was discarded`() throws {
    var aggregate = try ExampleAggregate.create(id: UUID())
    try aggregate.discard()
    let id = aggregate.id
    #expect(throws: EntityDiscarded(id: id, version: 2)) { try aggregate.createEntity(id: UUID()) }
    #expect(throws: EntityDiscarded(id: id, version: 2)) { try aggregate.discard() }
    #expect(aggregate.pendingEvents.count == 2)
  }

  @Test func `holds entities that are no entities of the library, and so have no way to publish`() throws {
    var aggregate = try ExampleAggregate.create(id: UUID())
    let entity = UUID()
    try aggregate.createEntity(id: entity)
    let part = try #require(aggregate[entity])
    #expect(!(part as Any is any EventSourced))
  }

  @Test(arguments: [
    (ExampleAggregateEvent.created, StoredForm(topic: "ExampleAggregate.created", data: "{}")),
    (
      ExampleAggregateEvent.entityCreated(entityID: Given<ExampleAggregate>.id),
      StoredForm(
        topic: "ExampleAggregate.entityCreated", data: #"{"entityID":"00000000-0000-4000-8000-000000000001"}"#)
    ),
    (
      ExampleAggregateEvent.entityChanged(entityID: Given<ExampleAggregate>.id, foo: "bar"),
      StoredForm(
        topic: "ExampleAggregate.entityChanged",
        data: #"{"entityID":"00000000-0000-4000-8000-000000000001","foo":"bar"}"#)
    ),
    (ExampleAggregateEvent.discarded, StoredForm(topic: "ExampleAggregate.discarded", data: "{}")),
  ])
  func `keeps the stored form of its events`(_ payload: ExampleAggregateEvent, _ form: StoredForm) throws {
    let stored = try StoredForm(of: payload)
    #expect(stored == form)
    #expect(try form.payload(as: ExampleAggregateEvent.self) == payload)
  }
}
