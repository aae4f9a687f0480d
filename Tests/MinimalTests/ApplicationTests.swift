import Minimal
import Testing

@Suite("The application")
struct ApplicationTests {
  @Test func `has at once what was created, changed and discarded`() throws {
    try Application.run(on: Table()) { application in
      var example = try Example.create(foo: "bar3", id: id(2), on: application.bus)
      #expect(try application.repository[id(2)].foo == "bar3")

      try example.setFoo(to: "bar4", on: application.bus)
      #expect(try application.repository[id(2)].foo == "bar4")

      try example.discard(on: application.bus)
      let error = #expect(throws: EntityNotFound.self) { try application.repository[id(2)] }
      #expect(error?.id == id(2))
      #expect(error?.wasDiscarded == true)
    }
  }

  @Test func `gives back the very entity that was stored`() throws {
    try Application.run(on: Table()) { application in
      var example = try Example.create(foo: "bar1", at: time(0), on: application.bus)
      try example.setFoo(to: "bar2", at: time(1), on: application.bus)
      #expect(try application.repository[example.id] == example)
    }
  }

  @Test func `finds what another application stored in the table`() throws {
    let foo = try Application.run(on: storedExample()) { try $0.repository[id(1)].foo }
    #expect(foo == "bar2")
  }

  @Test func `tells an id that never existed from a discarded one`() throws {
    try Application.run(on: storedExample()) { application in
      let error = #expect(throws: EntityNotFound.self) { try application.repository[id(9)] }
      #expect(error?.id == id(9))
      #expect(error?.wasDiscarded == false)
    }
  }

  @Test func `refuses to change a stale copy, and leaves it as it was`() throws {
    try Application.run(on: storedExample()) { application in
      var a = try application.repository[id(1)]
      var b = try application.repository[id(1)]
      try a.setFoo(to: "bar6", on: application.bus)
      let before = b

      let conflict = #expect(throws: ConcurrencyError.self) { try b.setFoo(to: "bar7", on: application.bus) }
      #expect(conflict?.id == id(1))
      #expect(conflict?.position == 2)
      #expect(b == before)

      b = try application.repository[id(1)]
      #expect(b.foo == "bar6")
      try b.setFoo(to: "bar7", on: application.bus)
      #expect(try application.repository[id(1)].foo == "bar7")

      #expect(throws: ConcurrencyError.self) { try a.setFoo(to: "bar8", on: application.bus) }
      #expect(a.foo == "bar6")
    }
  }

  @Test func `refuses to create an entity under an id that is taken`() throws {
    let table = try storedExample()
    try Application.run(on: table) { application in
      #expect(throws: ConcurrencyError.self) {
        try Example.create(foo: "bar9", id: id(1), on: application.bus)
      }
      let example = try application.repository[id(1)]
      #expect(example.foo == "bar2")
    }
  }

  @Test func `stores nothing after it is closed`() throws {
    let table = Table()
    let bus = Application.run(on: table) { $0.bus }
    _ = try Example.create(foo: "bar1", on: bus)
    #expect(table.rows.isEmpty)
  }

  @Test func `is closed by an error too`() throws {
    struct Failed: Error {}
    let table = Table()
    var bus: EventBus?
    #expect(throws: Failed.self) {
      try Application.run(on: table) { application in
        bus = application.bus
        throw Failed()
      }
    }
    _ = try Example.create(foo: "bar1", on: #require(bus))
    #expect(table.rows.isEmpty)
  }
}
