import EventSourcing
import EventSourcingSQLite
import Foundation
import Step2Entity
import Step5Application
import Step7Concurrency
import Story
import Testing

@Suite("Optimistic concurrency")
struct Step7Tests {
  @Test func `refuses the copy that is behind, and takes it when it has read again`() async throws {
    try await withApplication(recorder: SQLiteRecorder(.memory)) { app in
      let id = try await app.createExample(foo: "bar5").id
      var a = try await app.repository[id]
      var b = try await app.repository[id]
      try await a.setFoo(to: "bar6")

      let before = b
      await #expect(throws: ConcurrencyError(sequenceID: id, position: 1)) { try await b.setFoo(to: "bar7") }
      #expect(b == before)
      #expect(try await app.repository[id].foo == "bar6")

      b = try await app.repository[id]
      #expect(b.foo == "bar6")
      try await b.setFoo(to: "bar7")
      #expect(try await app.repository[id].foo == "bar7")

      await #expect(throws: ConcurrencyError(sequenceID: id, position: 2)) { try await a.setFoo(to: "bar8") }
      #expect(try await app.repository[id].foo == "bar7")
    }
  }

  @Test func `refuses a copy that would discard what has changed`() async throws {
    try await withApplication(recorder: SQLiteRecorder(.memory)) { app in
      var a = try await app.createExample(foo: "bar5")
      var b = a
      try await a.setFoo(to: "bar6")
      await #expect(throws: ConcurrencyError(sequenceID: a.id, position: 1)) { try await b.discard() }
      #expect(!b.isDiscarded)
      #expect(try await app.repository.contains(a.id))
    }
  }

  @Test func `loses no update of fifty tasks`() async throws {
    try await withApplication(recorder: SQLiteRecorder(.memory)) { app in
      let id = try await app.createExample(foo: "0").id
      try await Step7.addOne(to: id, times: 50, app)
      let counter = try await app.repository[id]
      #expect(counter.foo == "50")
      #expect(counter.version == 51)
    }
  }

  @Test func `has each of fifty tasks decide once if they take turns`() async throws {
    try await withApplication(recorder: SQLiteRecorder(.memory)) { app in
      let id = try await app.createExample(foo: "0").id
      #expect(try await Step7.addOneInTurn(to: id, times: 50, app) == 50)
      #expect(try await app.repository[id].foo == "50")
    }
  }

  @Test func `tells the same story in memory and on SQLite`() async throws {
    let memory = try await Story.told { try await Step7.tell($0, recorder: InMemoryRecorder()) }
    let sqlite = try await Story.told { try await Step7.tell($0, recorder: SQLiteRecorder(.memory)) }
    #expect(memory == sqlite)
    #expect(sqlite.contains("  foo = 50, version 51: no update is lost"))
    #expect(sqlite.last == "  foo = 50, version 51, and each decided once: 50 decisions")
  }
}
