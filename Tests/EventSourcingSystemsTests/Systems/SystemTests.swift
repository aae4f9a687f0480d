import EventSourcing
import EventSourcingSystems
import SystemSupport
import Testing

@Suite("A system")
struct SystemTests {
  private let shop: Shop

  init() throws { shop = try Shop() }

  @Test func `names its applications in the order of the pipes, each once`() throws {
    let system = try shop.system
    #expect(system.applications.map(\.name) == ["orders", "reservations", "payments"])
    #expect(system.upstreams(of: "orders").map(\.name) == ["reservations", "payments"])
    #expect(system.followers(of: "orders").map(\.name) == ["reservations", "payments"])
    #expect(system.upstreams(of: "payments").map(\.name) == ["orders"])
    #expect(system.upstreams(of: "nobody").isEmpty && system.followers(of: "nobody").isEmpty)
  }

  @Test func `is the same from one pipe or from several`() throws {
    let several = try System(
      shop.orders | shop.reservations | shop.orders, shop.orders | shop.payments, shop.payments | shop.orders)
    #expect(several.mermaid == (try shop.system).mermaid)
  }

  @Test func `needs an application`() {
    #expect(throws: InvalidSystem.empty) { try System([]) }
  }

  @Test func `does not have two applications of one name`() throws {
    let other = try Shop().orders
    #expect(throws: InvalidSystem.twoOfOneName("orders")) {
      try System(shop.orders | shop.reservations | other | shop.payments)
    }
  }

  @Test(arguments: [("orders", "Orders"), ("caf\u{E9}", "cafe\u{301}")])
  func `does not have names that a database may take for one`(one: String, other: String) throws {
    let (first, second) = (try application(one), try application(other))
    #expect(throws: InvalidSystem.similarNames(one, other)) { try System(first | second) }
  }

  @Test func `may go in a circle, also through one application`() throws {
    let (one, two) = (try application("one"), try application("two"))
    #expect(try System(one | two | one).followers(of: "one").map(\.name) == ["two"])
    #expect(try System(one | one).followers(of: "one").map(\.name) == ["one"])
  }

  @Test func `has no application follow itself that reacts to its own events anyway`() throws {
    let one = try application("one").reactingToOwnEvents()
    #expect(throws: InvalidSystem.followsItself("one")) { try System(one | one) }
  }

  @Test func `says whom nobody tells what is reacted to`() throws {
    #expect(throws: InvalidSystem.nobodyTellsOf("Payment", application: "orders", follows: ["reservations"])) {
      try System(shop.orders | shop.reservations | shop.orders, shop.reservations | shop.payments)
    }
  }

  @Test func `compares names byte for byte`() throws {
    let system = try System(application("caf\u{E9}") | application("other"))
    #expect(system.application("caf\u{E9}") != nil)
    #expect(system.application("cafe\u{301}") == nil)
    #expect(system.followers(of: "cafe\u{301}").isEmpty)
  }

  private func application(_ name: String) throws -> ProcessApplication {
    try ProcessApplication(name, catalog: EventCatalog())
  }
}
