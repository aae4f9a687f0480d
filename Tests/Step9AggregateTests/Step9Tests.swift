import EventSourcing
import EventSourcingSQLite
import Foundation
import Step9Aggregate
import Story
import Testing

@Suite("Step 9")
struct Step9Tests {
  @Test func `tells the same story in memory and on SQLite`() async throws {
    let memory = try await Story.told { try await Step9.tell($0, recorder: InMemoryRecorder()) }
    let sqlite = try await Story.told { try await Step9.tell($0, recorder: SQLiteRecorder(.memory)) }
    #expect(memory == sqlite)
    #expect(sqlite.contains("  still pending in the second copy: 2"))
    #expect(sqlite.contains("  before the save, the repository contains it: true"))
    #expect(sqlite.contains("  after the save: false"))
  }

  @Test func `moves a text from one aggregate to another, or leaves both as they were`() async throws {
    try await withAggregateApplication(recorder: SQLiteRecorder(.memory)) { app in
      let (entity, otherEntity) = (UUID(), UUID())
      var (one, other) = (try app.createAggregate(), try app.createAggregate())
      try one.createEntity(id: entity)
      try one.setFoo(of: entity, to: "bar")
      try other.createEntity(id: otherEntity)
      try await one.save()
      try await other.save()

      await #expect(throws: ExampleAggregate.NoSuchEntity(aggregateID: other.id, entityID: entity)) {
        try await app.moveFoo(of: entity, in: one.id, to: entity, in: other.id)
      }
      #expect(try await app.repository[one.id][entity]?.foo == "bar")

      try await app.moveFoo(of: entity, in: one.id, to: otherEntity, in: other.id)
      #expect(try await app.repository[one.id][entity]?.foo == "")
      #expect(try await app.repository[other.id][otherEntity]?.foo == "bar")
    }
  }
}
