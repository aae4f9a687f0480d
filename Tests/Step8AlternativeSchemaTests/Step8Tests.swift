import EventSourcing
import EventSourcingSQLite
import Foundation
import Step2Entity
import Step5Application
import Step8AlternativeSchema
import Story
import Testing

@Suite("An alternative schema")
struct Step8Tests {
  @Test func `has the columns of its own names in the database`() async throws {
    let recorder = try await SQLiteRecorder(.memory, table: StoredEvent.table)
    let columns = ["notification_id", "aggregate_id", "aggregate_version", "event_type", "state", "occurred_on"]
    #expect(try await recorder.columns() == columns)
  }

  @Test func `serves the application as the default one does`() async throws {
    try await withApplication(recorder: SQLiteRecorder(.memory, table: StoredEvent.table)) { app in
      var example = try await app.createExample(foo: "bar9")
      #expect(try await app.repository.contains(example.id))
      #expect(try await app.repository[example.id].foo == "bar9")
      try await example.setFoo(to: "bar10")
      #expect(try await app.repository[example.id].foo == "bar10")
      try await example.discard()
      #expect(try await app.repository.contains(example.id) == false)
      await #expect(throws: EntityNotFound(id: example.id, reason: .discarded(version: 3))) {
        try await app.repository[example.id]
      }
    }
  }

  @Test func `gives its rows as stored events, from any recorder`() async throws {
    let recorders: [any Recorder] = [
      InMemoryRecorder(), try await SQLiteRecorder(.memory, table: StoredEvent.table),
    ]
    for recorder in recorders {
      try await withApplication(recorder: recorder) { app in
        let example = try await app.createExample(foo: "bar9")
        let rows = try await recorder.items(StoredEvent.self, of: example.id)
        #expect(rows.map(\.aggregateID) == [example.id])
        #expect(rows.map(\.aggregateVersion) == [0])
        #expect(rows.map(\.eventType) == ["Example.created"])
        #expect(rows.map(\.state) == [Data(#"{"foo":"bar9"}"#.utf8)])
        #expect(rows.map(\.occurredOn) == [example.createdOn])
      }
    }
  }

  @Test func `tells its story`() async throws {
    let recorder = try await SQLiteRecorder(.memory, table: StoredEvent.table)
    let lines = try await Story.told { try await Step8.tell($0, recorder: recorder, columns: recorder.columns()) }
    #expect(lines.contains("  aggregate_version"))
    #expect(lines.contains { $0.contains("Example.valueChanged") && $0.contains("bar10") })
    #expect(lines.last?.contains("✗") == true)
  }
}
