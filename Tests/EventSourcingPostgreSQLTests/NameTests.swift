import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import PostgreSQLSupport
import Testing

@Suite("A name that PostgreSQL cannot keep", .timeLimit(.minutes(5)))
struct NameTests {
  private static let long = String(repeating: "n", count: 64)

  private static func table(
    _ name: String = "items", topic: String = "topic", tracking: String? = nil
  ) -> ItemTable {
    ItemTable(
      name: name, sequenceID: "s", position: "p", topic: topic, data: "d", timestamp: "m", trackingTable: tracking)
  }

  @Test(arguments: [
    (long, table(), ["schema", long, "63"]), ("public", table(long, tracking: "t"), ["table", long, "63"]),
    ("public", table(topic: long), ["column", long, "63"]),
    ("public", table(tracking: long), ["tracking", long, "63"]),
    ("public", table(String(repeating: "n", count: 55)), ["tracking", "54", "trackingTable"]),
    ("", table(), ["schema"]), ("pg_x", table(), ["schema", "pg_x"]), ("pg_catalog", table(), ["pg_catalog"]),
    ("public", table(topic: "xmin"), ["column", "xmin"]), ("public", table(topic: "ctid"), ["column", "ctid"]),
  ])
  func `is named, with how long it may be or that it is taken`(_ schema: String, _ table: ItemTable, _ words: [String])
    async throws
  {
    let error = await #expect(throws: RecorderError.self) {
      try await PostgreSQLRecorder(testServer(), schema: schema, table: table).close()
    }
    #expect(error?.code == .invalidName)
    for word in words { #expect(error?.reason.contains(word) == true, "\(String(describing: error))") }
  }

  @Test func `is none as long as it fits`() async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(
        server, schema: schema, table: Self.table(String(repeating: "n", count: 54)))
      #expect(try await recorder.newestPosition().id == 0)
      try await recorder.close()
    }
  }
}
