import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("Opening a PostgreSQL database", .timeLimit(.minutes(5)))
struct OpeningTests {
  @Test func `makes the tables once when eight do it at the same time`() async throws {
    for _ in 0..<5 {
      try await withSchema { server, schema in
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<8 {
            group.addTask {
              let recorder = try await PostgreSQLRecorder(server, schema: schema)
              try await recorder.append(items(UUID(), 0...0))
              try await recorder.close()
            }
          }
          try await group.waitForAll()
        }
        #expect(try await byHand(server, "SELECT count(*) FROM \(schema).sequenced_items") == ["8"])
      }
    }
  }

  @Test func `makes a schema once when recorders and views are opened in it at the same time`() async throws {
    for _ in 0..<10 {
      try await withSchema { server, schema in
        try await withThrowingTaskGroup(of: Void.self) { group in
          for number in 0..<4 {
            group.addTask {
              let database = try await PostgreSQLDatabase(server)
              if number.isMultiple(of: 2) {
                _ = try await database.recorder(schema: schema)
              } else {
                _ = try await PostgreSQLView("tills", in: database, schema: schema)
              }
              try await database.close()
            }
          }
          try await group.waitForAll()
        }
      }
    }
  }

  @Test func `needs only the rights to use what is there`() async throws {
    try await withSchema { server, schema in
      try await PostgreSQLRecorder(server, schema: schema).close()
      try await withRole(server) { role in
        try await grantUse(server, of: schema, to: role)
        let (recorder, id) = (try await PostgreSQLRecorder("\(server) user=\(role)", schema: schema), UUID())
        try await recorder.append(items(id, 0...1), tracking: TrackingRecord(upstream: "Orders", from: 0, to: 1))
        await #expect(throws: ConcurrencyError.self) { try await recorder.append(items(id, 1...1)) }
        #expect(try await recorder.items(of: id).count == 2)
        #expect(try await recorder.notifications(after: 0, limit: 10).count == 2)
        #expect(try await recorder.sequenceIDs(after: nil, limit: 10) == [id])
        try await recorder.append([], tracking: TrackingRecord(upstream: "Orders", from: 1, to: 2))
        #expect(try await recorder.lastTracked(of: "Orders") == 2)
        #expect(try await recorder.newestPosition().id == 2)
        #expect(try await !recorder.waitForNotification(after: 2, atMost: .milliseconds(1)))
        let error = await #expect(throws: RecorderError.self) { try await recorder.deleteItems(of: id) }
        #expect(error?.code == .refused)
        #expect(try await recorder.items(of: id).count == 2)
        let asserting = await #expect(throws: RecorderError.self) {
          try await recorder.append(items(id, 2...2), assertions: [SequenceAssertion(sequenceID: UUID(), version: 0)])
        }
        #expect(asserting?.code == .refused)
        try await byHand(server, "GRANT DELETE ON \(schema).sequenced_items TO \(role)")
        try await recorder.append(items(id, 2...2), assertions: [SequenceAssertion(sequenceID: UUID(), version: 0)])
        try await recorder.close()
      }
    }
  }

  @Test(arguments: ["SCHEMA", "ALL TABLES IN SCHEMA", "ALL SEQUENCES IN SCHEMA"])
  func `tells when a right is missing`(_ missing: String) async throws {
    try await withSchema { server, schema in
      try await PostgreSQLRecorder(server, schema: schema).close()
      try await withRole(server) { role in
        try await byHand(
          server,
          """
          GRANT USAGE ON SCHEMA \(schema) TO \(role);
          GRANT ALL ON ALL TABLES IN SCHEMA \(schema) TO \(role);
          GRANT ALL ON ALL SEQUENCES IN SCHEMA \(schema) TO \(role);
          REVOKE ALL ON \(missing) \(schema) FROM \(role);
          """)
        let error = await #expect(throws: RecorderError.self) {
          let recorder = try await PostgreSQLRecorder("\(server) user=\(role)", schema: schema)
          try await recorder.append(items(UUID(), 0...1))
        }
        #expect(error?.code == .refused)
      }
      #expect(try await byHand(server, "SELECT count(*) FROM \(schema).sequenced_items") == ["0"])
    }
  }

  @Test func `tells when tables may not be made`() async throws {
    try await withSchema { server, schema in
      try await withRole(server) { role in
        let error = await #expect(throws: RecorderError.self) {
          try await PostgreSQLRecorder("\(server) user=\(role)", schema: schema).close()
        }
        #expect(error?.code == .refused)
      }
    }
  }

  @Test(arguments: ["", "a\u{0}b", String(repeating: "ö", count: 32)])
  func `refuses a name that cannot be kept`(_ name: String) async throws {
    let server = try testServer()
    let error = await #expect(throws: RecorderError.self) {
      try await PostgreSQLRecorder(server, schema: name).close()
    }
    #expect(error?.code == .invalidName)
  }

  /// Where a user has set it so, a backslash in a text means something to the server.
  @Test(arguments: ["on", "off"])
  func `takes any other names`(standardStrings: String) async throws {
    let table = ItemTable(
      name: #"a "quoted\" name\'s"#, sequenceID: "sequence_id", position: "asked", topic: "select", data: "$1",
      timestamp: "semi; colon", notificationID: "starts")
    try await withSchema { server, schema in
      let setting = "\(server) options='-c standard_conforming_strings=\(standardStrings)'"
      let (recorder, id) = (try await PostgreSQLRecorder(setting, schema: schema, table: table), UUID())
      try await recorder.append(items(id, 0...3), tracking: TrackingRecord(upstream: "Orders", from: 0, to: 1))
      #expect(
        try await recorder.columns() == ["starts", "sequence_id", "asked", "select", "$1", "semi; colon"])
      await #expect(throws: ConcurrencyError(sequenceID: id, position: 3)) {
        try await recorder.append(items(id, 3...3))
      }
      #expect(try await recorder.items(of: id) == items(id, 0...3))
      #expect(try await recorder.item(of: id, at: 2) == item(id, 2))
      #expect(try await recorder.sequenceIDs(after: nil, limit: 10) == [id])
      #expect(try await recorder.notifications(after: 0, limit: 10, filter: .topics(["Sample.happened"])).count == 4)
      try await recorder.rewrite([Rewrite(from: item(id, 0), to: item(id, 0, topic: "Sample.renamed"))])
      #expect(try await recorder.item(of: id, at: 0)?.topic == "Sample.renamed")
      #expect(try await recorder.deleteItems(of: id) == 4)
      try await recorder.close()
    }
  }
}
