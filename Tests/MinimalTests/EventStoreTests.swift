import Foundation
import Minimal
import Testing

@Suite("The event store")
struct EventStoreTests {
  @Test func `keeps events that were received earlier`() throws {
    let bus = EventBus()
    var received: [DomainEvent] = []
    bus.subscribe { received.append($0) }
    var example = try Example.create(foo: "bar1", on: bus)
    try example.setFoo(to: "bar2", on: bus)

    let store = EventStore(table: Table())
    for event in received { try store.append(event) }

    #expect(try store.events(of: example.id) == received)
  }

  @Test func `writes rows whose names and bytes are fixed`() throws {
    let table = try storedExample()
    try Application.run(on: table) { application in
      var example = try application.repository[id(1)]
      try example.discard(at: time(2), on: application.bus)
    }

    #expect(table.rows.map(\.sequenceID) == [id(1), id(1), id(1)])
    #expect(table.rows.map(\.position) == [0, 1, 2])
    #expect(table.rows.map(\.timestamp) == [time(0), time(1), time(2)])
    #expect(table.rows.map(\.topic) == ["Example.created", "Example.valueChanged", "Example.discarded"])
    #expect(
      table.rows.map(\.data) == [
        Data(#"{"foo":"bar1"}"#.utf8), Data(#"{"name":"foo","value":"bar2"}"#.utf8), Data("{}".utf8),
      ])
  }

  @Test func `gives the events of one entity in order, however the rows lie`() throws {
    let mixed = try table(storedExample(id(1)).rows + storedExample(id(2)).rows) { $0.reverse() }
    let events = try EventStore(table: mixed).events(of: id(2))
    #expect(events.map(\.entityID) == [id(2), id(2)])
    #expect(events.map(\.entityVersion) == [0, 1])
  }

  @Test func `has no events of an unknown entity`() throws {
    #expect(try EventStore(table: storedExample()).events(of: id(9)) == [])
  }

  @Test func `refuses a second event at a position`() throws {
    let stored = try storedExample()
    let store = EventStore(table: stored)
    let event = try #require(try store.events(of: id(1)).last)
    let rows = stored.rows

    let error = #expect(throws: ConcurrencyError.self) { try store.append(event) }
    #expect(error?.id == id(1))
    #expect(error?.position == 1)
    #expect(stored.rows == rows)
  }

  @Test func `names the position of a row that it cannot read`() throws {
    let changes: [(inout [Row]) -> Void] = [
      { $0[1].topic = "Example.unknown" },
      { $0[1].data = Data("not JSON".utf8) },
      { $0[1].data = Data(#"{"name":"foo"}"#.utf8) },
      { $0[1].data = Data(#"{"name":"unknown","value":"bar2"}"#.utf8) },
    ]
    for change in changes {
      let damaged = try table(storedExample().rows, changed: change)
      let error = #expect(throws: DamagedHistory.self) { try EventStore(table: damaged).events(of: id(1)) }
      #expect(error?.id == id(1))
      #expect(error?.position == 1)
    }
  }

  @Test func `names the position of a row that is missing`() throws {
    let damaged = try table(storedExample().rows) { $0.removeFirst() }
    let error = #expect(throws: DamagedHistory.self) { try EventStore(table: damaged).events(of: id(1)) }
    #expect(error?.id == id(1))
    #expect(error?.position == 0)
  }
}
