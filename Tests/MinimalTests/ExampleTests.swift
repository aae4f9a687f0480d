import Foundation
import Minimal
import Testing

@Suite("An example")
struct ExampleTests {
  private let bus = EventBus()

  @Test func `is created by an event at version 0`() throws {
    var received: [DomainEvent] = []
    bus.subscribe { received.append($0) }

    let example = try Example.create(foo: "bar1", id: id(1), at: time(7), on: bus)

    #expect(received.map(\.entityID) == [example.id])
    #expect(received.map(\.entityVersion) == [0])
    #expect(received.map(\.timestamp) == [time(7)])
    #expect(received.map(\.payload) == [.created(foo: "bar1")])
    #expect(example.id == id(1))
    #expect(example.version == 1)
    #expect(example.foo == "bar1")
    #expect(example.createdOn == time(7))
    #expect(example.lastModifiedOn == time(7))
    #expect(!example.isDiscarded)
  }

  @Test func `gets an id of its own`() throws {
    let first = try Example.create(foo: "bar1", on: bus)
    let second = try Example.create(foo: "bar1", on: bus)
    #expect(first.id != second.id)
  }

  @Test func `is changed by an event at its next version`() throws {
    var example = try Example.create(foo: "bar1", id: id(1), at: time(0), on: bus)
    var received: [DomainEvent] = []
    bus.subscribe { received.append($0) }

    try example.setFoo(to: "bar2", at: time(1), on: bus)

    #expect(received.map(\.entityID) == [id(1)])
    #expect(received.map(\.entityVersion) == [1])
    #expect(received.map(\.payload) == [.valueChanged(name: .foo, value: "bar2")])
    #expect(example.foo == "bar2")
    #expect(example.version == 2)
    #expect(example.createdOn == time(0))
    #expect(example.lastModifiedOn == time(1))
  }

  @Test func `says so when it is discarded`() throws {
    var example = try Example.create(foo: "bar1", on: bus)
    var received: [DomainEvent] = []
    bus.subscribe { received.append($0) }

    try example.discard(at: time(9), on: bus)

    #expect(received.map(\.payload) == [.discarded])
    #expect(example.isDiscarded)
    #expect(example.lastModifiedOn == time(9))
    #expect(example.version == 2)
    #expect(example.foo == "bar1")
  }

  @Test func `refuses every command once it is discarded`() throws {
    var example = try Example.create(foo: "bar1", id: id(1), on: bus)
    try example.discard(on: bus)
    let discarded = example
    var received: [DomainEvent] = []
    bus.subscribe { received.append($0) }

    let error = #expect(throws: EntityDiscarded.self) { try example.setFoo(to: "bar2", on: bus) }
    #expect(error?.id == id(1))
    #expect(throws: EntityDiscarded.self) { try example.discard(on: bus) }
    #expect(received.isEmpty)
    #expect(example == discarded)
  }

  @Test func `is as before when its event is refused`() throws {
    var example = try Example.create(foo: "bar1", on: bus)
    let before = example
    bus.subscribe { _ in throw Refused() }

    #expect(throws: Refused.self) { try example.setFoo(to: "bar2", on: bus) }
    #expect(throws: Refused.self) { try example.discard(on: bus) }
    #expect(example == before)
  }
}

private struct Refused: Error {}
