import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import Step1Events
import Step2Entity
import Step5Application
import Testing

@Suite("The application")
struct ExampleApplicationTests {
  @Test func `stores an example that is created, changed and discarded`() async throws {
    try await withApplication(recorder: SQLiteRecorder(.memory)) { app in
      var example = try await app.createExample(foo: "bar3")
      #expect(try await app.repository.contains(example.id))
      #expect(try await app.repository[example.id].foo == "bar3")

      try await example.setFoo(to: "bar4")
      #expect(try await app.repository[example.id].foo == "bar4")
      #expect(try await app.repository[example.id] == example)

      try await example.discard()
      #expect(try await app.repository.contains(example.id) == false)
      await #expect(throws: EntityNotFound(id: example.id, reason: .discarded(version: 3))) {
        try await app.repository[example.id]
      }
    }
  }

  @Test func `does not hear its neighbour's events`() async throws {
    let (one, two) = (InMemoryRecorder(), InMemoryRecorder())
    try await withApplication(recorder: one) { first in
      try await withApplication(recorder: two) { second in
        let example = try await second.createExample(foo: "bar")
        #expect(try await second.repository.contains(example.id))
        #expect(try await first.repository.contains(example.id) == false)
      }
      let example = try await first.createExample(foo: "bar")
      #expect(try await two.items(of: example.id) == [])
    }
  }

  @Test func `is closed when its body returns`() async throws {
    var bus: EventBus?
    try await withApplication(recorder: InMemoryRecorder()) { _ in
      bus = EventBus.current
      #expect(bus?.hasSubscribers == true)
    }
    #expect(bus?.hasSubscribers == false)
  }

  @Test func `is closed when its body throws`() async throws {
    struct Failed: Error {}
    var bus: EventBus?
    await #expect(throws: Failed.self) {
      try await withApplication(recorder: InMemoryRecorder()) { _ in
        bus = EventBus.current
        throw Failed()
      }
    }
    #expect(bus?.hasSubscribers == false)
  }

  @Test func `leaves an example as it was when it cannot be stored`() async throws {
    let recorder = InMemoryRecorder()
    try await withApplication(recorder: recorder) { app in
      var example = try await app.createExample(foo: "bar3")
      let before = example
      try await recorder.close()
      await #expect(throws: RecorderError.closed) { try await example.setFoo(to: "bar4") }
      #expect(example == before)
    }
  }

  @Test func `refuses an id that is taken`() async throws {
    let id = UUID()
    try await withApplication(recorder: InMemoryRecorder(), ids: IDGenerator { id }) { app in
      _ = try await app.createExample(foo: "first")
      await #expect(throws: ConcurrencyError(sequenceID: id, position: 0)) {
        try await app.createExample(foo: "second")
      }
      #expect(try await app.repository[id].foo == "first")
    }
  }

  @Test func `finds after reopening the file what it has stored`() async throws {
    try await withTemporaryFolder { folder in
      let file = SQLiteLocation.file("\(folder)/examples.sqlite")
      let first = try await SQLiteRecorder(file)
      let id = try await withApplication(recorder: first) { try await $0.createExample(foo: "bar3").id }
      try await first.close()

      let second = try await SQLiteRecorder(file)
      try await withApplication(recorder: second) { app async throws in
        #expect(try await app.repository[id].foo == "bar3")
      }
      try await second.close()
    }
  }
}
