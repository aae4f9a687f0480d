import EventSourcing
import EventSourcingTestKit
import Foundation
import Step1Events
import Step2Entity
import Testing

@Suite("An example")
struct ExampleTests {
  let id = UUID()
  let clock = EventClock.stepping(from: Timestamp(microseconds: 0))

  private func listening(_ body: (ReceivedEvents) async throws -> Void) async throws {
    try await EventBus.$current.withValue(EventBus(storing: .notRequired)) { try await body(ReceivedEvents()) }
  }

  @Test func `has an id, a version, a value and its dates when it is created`() async throws {
    try await listening { received in
      let example = try await Example.create(foo: "bar1", id: id, at: clock.now())
      #expect(example.id == id)
      #expect(example.version == 1)
      #expect(example.foo == "bar1")
      #expect(!example.isDiscarded)
      #expect(example.createdOn == Timestamp(microseconds: 0))
      #expect(received.all.map(\.entityID) == [id])
      #expect(received.all.map(\.entityVersion) == [0])
      #expect(received.all.map(\.payload) == [.created(foo: "bar1")])
    }
  }

  @Test func `has the new value, a higher version and a later date when it is changed`() async throws {
    try await listening { received in
      var example = try await Example.create(foo: "bar1", id: id, at: clock.now())
      try await example.setFoo(to: "bar2", at: clock.now())
      #expect(example.foo == "bar2")
      #expect(example.version == 2)
      #expect(example.createdOn == Timestamp(microseconds: 0))
      #expect(example.lastModifiedOn == Timestamp(microseconds: 1_000_000))
      #expect(received.all.count == 2)
      #expect(received.all[1].entityVersion == 1)
      #expect(received.all[1].payload == .valueChanged(name: .foo, value: "bar2"))
    }
  }

  @Test func `is equal to the entity that its events make`() async throws {
    try await listening { received in
      var example = try await Example.create(foo: "bar1", id: id, at: clock.now())
      try await example.setFoo(to: "bar2", at: clock.now())
      #expect(try Example.replaying(received.all) == example)
    }
  }

  @Test func `is nothing after it was discarded`() async throws {
    try await listening { received in
      var example = try await Example.create(foo: "bar1", id: id, at: clock.now())
      try await example.discard(at: clock.now())
      #expect(example.isDiscarded)
      #expect(try Example.replaying(received.all) == nil)
    }
  }

  @Test func `changes when told to`() async throws {
    try await Given<Example>(.created(foo: "bar1"))
      .when { try await $0.setFoo(to: "bar2") }
      .then(.valueChanged(name: .foo, value: "bar2"))
  }

  @Test func `takes no command after it was discarded`() async throws {
    try await Given<Example>(.created(foo: "bar1"))
      .when { example in
        try await example.discard()
        try await example.setFoo(to: "bar2")
      }
      .then(.discarded, failing: EntityDiscarded(id: Given<Example>.id, version: 2))
  }

  @Test func `is discarded once`() async throws {
    try await Given<Example>(.created(foo: "bar1"))
      .when { example in
        try await example.discard()
        try await example.discard()
      }
      .then(.discarded, failing: EntityDiscarded(id: Given<Example>.id, version: 2))
  }

  @Test func `is as it was when a subscriber fails`() async throws {
    struct Refused: Error {}
    try await EventBus.$current.withValue(EventBus(storing: .notRequired)) {
      var example = try await Example.create(foo: "bar1", id: id, at: clock.now())
      let before = example
      EventBus.current.subscribe(to: ExampleEvent.self) { _ in throw Refused() }
      await #expect(throws: Refused.self) { try await example.setFoo(to: "bar2", at: clock.now()) }
      #expect(example == before)
      await #expect(throws: Refused.self) { try await example.discard(at: clock.now()) }
      #expect(example == before)
    }
  }

  @Test func `keeps text as it is`() async throws {
    let text = "quote ' \" ; line\nbreak 🦉 nul \u{0} end"
    try await Given<Example>(.created(foo: text))
      .when { try await $0.setFoo(to: $0.foo + "!") }
      .then(.valueChanged(name: .foo, value: text + "!"))
  }
}
