import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("A PostgreSQL server that cannot do what is asked", .timeLimit(.minutes(5)))
struct ServerStateTests {
  private static let secret = "s3cret"

  @Test func `has no connection left, until it may have more`() async throws {
    try await withOwnServer { server in
      try await byHand(server.address, "CREATE ROLE shop LOGIN; CREATE SCHEMA events AUTHORIZATION shop")
      // Three are the superuser's, so one is left for all others: a recorder's writer.
      try await byHand(server.address, "ALTER SYSTEM SET max_connections = 4")
      try await server.restart()
      let address = "\(server.address) user=shop password=\(Self.secret)"
      // The superuser's own connections end soon, but there is no telling when.
      let recorder = try await retrying(.busy) { try await PostgreSQLRecorder(address, schema: "events") }
      let id = UUID()
      let read = await #expect(throws: RecorderError.self) { try await recorder.items(of: id) }
      let opening = await #expect(throws: RecorderError.self) { try await PostgreSQLRecorder(address).close() }
      for error in [read, opening] {
        #expect(error?.code == .busy)
        #expect(error?.reason.contains("raise its max_connections") == true)
        #expect(error.map { String(reflecting: $0).contains(Self.secret) } == false)
      }
      try await recorder.append(items(id, 0...1))
      try await byHand(server.address, "ALTER SYSTEM SET max_connections = 10")
      try await server.restart()
      #expect(try await recorder.items(of: id) == items(id, 0...1))
      try await recorder.append(items(id, 2...2))
      try await recorder.close()
    }
  }

  @Test func `may only be read`() async throws {
    try await withSchema { server, schema in
      let id = UUID()
      let owner = try await PostgreSQLRecorder(server, schema: schema)
      try await owner.append(items(id, 0...0))
      try await withRole(server, "SUPERUSER PASSWORD '\(Self.secret)'") { role in
        try await byHand(server, "ALTER ROLE \(role) SET default_transaction_read_only = on")
        let recorder = try await PostgreSQLRecorder("\(server) user=\(role) password=\(Self.secret)", schema: schema)
        let error = await #expect(throws: RecorderError.self) { try await recorder.append(items(id, 1...1)) }
        #expect(error?.code == .readOnly)
        #expect(error.map { String(reflecting: $0).contains(Self.secret) } == false)
        #expect(try await recorder.items(of: id) == items(id, 0...0))
        try await recorder.close()
      }
      try await owner.append(items(id, 1...1))
      try await owner.close()
    }
  }

  @Test func `may not be written to, so the next host is taken`() async throws {
    try await withSchema { server, schema in
      try await withOwnServer { readOnly in
        try await byHand(readOnly.address, "ALTER SYSTEM SET default_transaction_read_only = on")
        try await readOnly.reload()
        try await until(readOnly.address, "current_setting('default_transaction_read_only') = 'on'")
        let hosts = try [readOnly.address, server].map { try #require($0.firstMatch(of: /host=([^ ]*)/)?.1) }
        let both = server.replacing("host=\(hosts[1])", with: "host=\(hosts[0]),\(hosts[1])")
        let recorder = try await PostgreSQLRecorder("\(both) target_session_attrs=read-write", schema: schema)
        #expect(try await recorder.append(items(UUID(), 0...1)) == [1, 2])
        #expect(try await byHand(server, "SELECT count(*) FROM \(schema).sequenced_items") == ["2"])
        try await recorder.close()

        let alone = "\(readOnly.address) password=\(Self.secret) target_session_attrs=read-write"
        let error = await #expect(throws: RecorderError.self) {
          try await PostgreSQLRecorder(alone, schema: schema).close()
        }
        #expect(error?.code == .unavailable)
        #expect(error?.reason.contains("target_session_attrs") == true)
        #expect(error.map { String(reflecting: $0).contains(Self.secret) } == false)
      }
    }
  }

  /// There the writers cannot be seen, so a reader could miss what they have not committed yet.
  @Test func `is a copy of another one by now, and is not read from`() async throws {
    try await withOwnServer { server in
      let (recorder, id) = (try await PostgreSQLRecorder(server.address, schema: "events"), UUID())
      try await recorder.append(items(id, 0...0))
      #expect(try await recorder.notifications(after: 0, limit: 10).count == 1)
      try await byHand(
        server.address,
        """
        DO $$ BEGIN
          EXECUTE format('COPY (SELECT) TO %L', current_setting('data_directory') || '/standby.signal');
        END $$
        """)
      try await server.restart()
      let read = await #expect(throws: RecorderError.self) { try await recorder.notifications(after: 0, limit: 10) }
      #expect(read?.code == .readOnly)
      let append = await #expect(throws: RecorderError.self) { try await recorder.append(items(id, 1...1)) }
      #expect(append?.code == .readOnly)
      let opening = await #expect(throws: RecorderError.self) {
        try await PostgreSQLRecorder(server.address, schema: "events").close()
      }
      #expect(opening?.code == .readOnly)
      try await recorder.close()
    }
  }

  /// The server's own code, raised by hand: there is no small disk to fill.
  @Test func `has no room left`() async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder(server, schema: schema)
      let id = UUID()
      try await recorder.append(items(id, 0...0))
      try await byHand(
        server,
        """
        CREATE FUNCTION \(schema).full() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE 'could not extend file' USING ERRCODE = '53100'; END $$;
        CREATE TRIGGER full_disk AFTER INSERT ON \(schema).sequenced_items FOR EACH ROW WHEN (NEW.position = 2)
          EXECUTE FUNCTION \(schema).full();
        """)
      let error = await #expect(throws: RecorderError.self) { try await recorder.append(items(id, 1...2)) }
      #expect(error?.code == .full)
      #expect(try await recorder.items(of: id) == items(id, 0...0))
      try await byHand(server, "DROP TRIGGER full_disk ON \(schema).sequenced_items")
      try await recorder.append(items(id, 1...2))
      try await recorder.close()
    }
  }

  @Test func `has no position after the largest, and stores none`() async throws {
    try await withSchema { server, schema in
      let (recorder, id) = (try await PostgreSQLRecorder(server, schema: schema), UUID())
      try await byHand(
        server,
        """
        INSERT INTO \(schema).sequenced_items (sequence_id, position, topic, data, timestamp)
        VALUES ('\(id)', 0, '', '', 0), ('\(id)', \(Int.max - 1), '', '', 0)
        """)
      await #expect(throws: InvalidAppend.gap(sequenceID: id, expected: .max, found: .min)) {
        try await recorder.append([item(id, .max), item(id, .min)])
      }
      try await recorder.append([item(id, .max)])
      for position in [0, Int.max] {
        await #expect(throws: ConcurrencyError(sequenceID: id, position: position)) {
          try await recorder.append([item(id, position)])
        }
      }
      #expect(try await recorder.items(of: id).map(\.position) == [0, .max - 1, .max])
      try await recorder.close()
    }
  }

  private func retrying<Value>(_ code: RecorderError.Code, _ body: () async throws -> Value) async throws -> Value {
    while true {
      do { return try await body() } catch let error as RecorderError where error.code == code {}
    }
  }
}
