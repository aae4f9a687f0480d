import EventSourcing
import EventSourcingSystems
import SystemSupport
import Testing

@Suite("Where the databases of applications are")
struct ApplicationDatabasesTests {
  private let system: System
  private let names = ["orders", "reservations", "payments"]

  init() throws { system = try Shop().system }

  private func addresses(_ environment: [String: String]) throws -> [String] {
    let databases = try ApplicationDatabases(environment: environment, of: system)
    return try names.map { try databases.address(of: $0) }
  }

  @Test func `can be one place for all`() throws {
    #expect(try addresses(["EVENTSOURCING_DATABASE": "a", "PATH": "/bin"]) == ["a", "a", "a"])
  }

  @Test func `can be another place for some of them`() throws {
    #expect(
      try addresses(["EVENTSOURCING_DATABASE": "a", "EVENTSOURCING_DATABASE_PAYMENTS": "b"]) == ["a", "a", "b"])
    #expect(
      try addresses([
        "EVENTSOURCING_DATABASE_ORDERS": "o", "EVENTSOURCING_DATABASE_RESERVATIONS": "r",
        "EVENTSOURCING_DATABASE_PAYMENTS": "p",
      ]) == ["o", "r", "p"])
  }

  @Test func `has to be said of all`() {
    #expect(throws: InvalidDatabases.noAddress("orders")) { try addresses([:]) }
    #expect(throws: InvalidDatabases.noAddress("reservations")) {
      try addresses(["EVENTSOURCING_DATABASE_ORDERS": "o"])
    }
  }

  @Test func `is not said of others, or by an empty variable`() {
    #expect(
      throws: InvalidDatabases.unknownVariable(
        "EVENTSOURCING_DATABASE_ORDER",
        known: [
          "EVENTSOURCING_DATABASE", "EVENTSOURCING_DATABASE_ORDERS", "EVENTSOURCING_DATABASE_PAYMENTS",
          "EVENTSOURCING_DATABASE_RESERVATIONS",
        ])
    ) { try addresses(["EVENTSOURCING_DATABASE": "a", "EVENTSOURCING_DATABASE_ORDER": "b"]) }
    #expect(throws: InvalidDatabases.emptyVariable("EVENTSOURCING_DATABASE")) {
      try addresses(["EVENTSOURCING_DATABASE": ""])
    }
    #expect(throws: InvalidDatabases.unknownApplication("order")) {
      try ApplicationDatabases("a", each: ["order": "b"], of: system)
    }
  }

  @Test func `is not said by one variable for two`() throws {
    let system = try System(
      ProcessApplication("a-b", catalog: EventCatalog()) | ProcessApplication("a_b", catalog: EventCatalog()))
    #expect(throws: InvalidDatabases.sameVariable("X_A_B", "a-b", "a_b")) {
      try ApplicationDatabases(environment: ["X": "a"], prefix: "X", of: system)
    }
  }

  @Test func `has no address in what is printed`() throws {
    let databases = try ApplicationDatabases("postgresql://u:secret@h", each: ["orders": "secret"], of: system)
    var dumped = ""
    dump(databases, to: &dumped)
    #expect(!"\(databases) \(String(reflecting: databases)) \(dumped)".contains("secret"))
  }
}
