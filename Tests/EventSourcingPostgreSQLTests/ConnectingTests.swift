import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("A connection to PostgreSQL", .timeLimit(.minutes(5)))
struct ConnectingTests {
  private static let secret = "s3cret"

  @Test(arguments: [
    "postgresql://user:\(secret)%zz@localhost/db", "postgres://[::1:5432/db", "host=localhost password='\(secret)",
    "hots=localhost password=\(secret)", "sqlite://file", "host=a\u{0}b", "postgresql:/x password=\(secret)",
  ])
  func `is not made by what cannot be read`(_ string: String) async throws {
    try await expectRefusal(.notADatabase, of: string)
  }

  @Test(arguments: [
    "postgresql://user:\(secret)@nowhere.invalid/db", "host=/no/such/folder password=\(secret)",
    // A password with a special character that was not written with %: a part of it gets into the host.
    "postgresql://user:a@\(secret)@nowhere.invalid/db", "postgresql://user:1/\(secret)@nowhere.invalid/db",
  ])
  func `needs a server`(_ string: String) async throws {
    try await expectRefusal(.unavailable, of: string)
  }

  @Test(arguments: ["sslmode", "target_session_attrs", "gssencmode", "port", "connect_timeout", "keepalives_idle"])
  func `needs values that can be, and says which cannot`(_ keyword: String) async throws {
    for string in ["host=localhost \(keyword)=\(Self.secret)", "postgresql://localhost/db?\(keyword)=\(Self.secret)"] {
      let error = try await expectRefusal(.notADatabase, of: string)
      #expect(error.reason.contains("a value of \(keyword) that cannot be"))
    }
  }

  @Test func `needs the right password`() async throws {
    let server = try testServer()
    try await withRole(server, "PASSWORD '\(Self.secret)' IN ROLE with_password") { role in
      let error = try await expectRefusal(.refused, of: "\(server) user=\(role) password=\(Self.secret)-not")
      #expect(error.reason.contains("28P01"))
      #expect(error.reason.contains(role))
      try await expectRefusal(.refused, of: "\(server) user=\(role)")
      try await byHand("\(server) user=\(role) password=\(Self.secret)", "SELECT 1")
    }
  }

  @Test func `needs a user that is there`() async throws {
    try await expectRefusal(.refused, of: "\(testServer()) user=nobody_of_this_name")
  }

  @Test func `needs a database that is there`() async throws {
    let error = try await expectRefusal(.notADatabase, of: "\(testServer()) dbname=no_such_database")
    #expect(error.reason.contains("“no_such_database”"))
  }

  @Test func `is one of a limited number`() async throws {
    let server = try testServer()
    try await withRole(server, "CONNECTION LIMIT 1") { role in
      try await withHand("\(server) user=\(role)") { hand in
        try await hand.run("SELECT 1")
        try await expectRefusal(.busy, of: "\(server) user=\(role)")
      }
    }
  }

  @Test func `is made to the first of several hosts that answers`() async throws {
    try await withSchema { server, schema in
      let folder = try #require(server.firstMatch(of: /host=([^ ]*)/)?.1)
      let several = server.replacing("host=\(folder)", with: "host=/no/such/folder,\(folder)")
      let recorder = try await PostgreSQLRecorder("\(several) target_session_attrs=read-write", schema: schema)
      #expect(try await recorder.append(items(UUID(), 0...1)) == [1, 2])
      try await recorder.close()
    }
  }

  @Test func `may be given as a URI`() async throws {
    try await withSchema { server, schema in
      let folder = try #require(server.firstMatch(of: /host=([^ ]*)/)?.1)
      let uri = "postgresql://postgres@\(folder.replacing("/", with: "%2F"))/postgres?application_name=by%20URI"
      let recorder = try await PostgreSQLRecorder(uri, schema: schema)
      #expect(try await byHand(server, "SELECT 1 FROM pg_stat_activity WHERE application_name = 'by URI'") == ["1"])
      try await recorder.close()
    }
  }

  @Test func `is replaced when the server has ended it`() async throws {
    try await withSchema { server, schema in
      let recorder = try await PostgreSQLRecorder("\(server) application_name=\(schema)", schema: schema)
      let id = UUID()
      for position in 0...2 {
        try await recorder.append(items(id, position...position))
        #expect(try await recorder.items(of: id).count == position + 1)
        let ended = try await byHand(
          server, "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE application_name = '\(schema)'")
        // The one that writes, and one or more that read.
        #expect(ended.count >= 2)
        #expect(ended.allSatisfy { $0 == "t" })
      }
      try await recorder.close()
    }
  }

  @discardableResult
  private func expectRefusal(_ code: RecorderError.Code, of string: String) async throws -> RecorderError {
    let options = PostgreSQLOptions(connectTimeout: 2)
    let error = try #require(
      await #expect(throws: RecorderError.self) { try await PostgreSQLRecorder(string, options: options).close() })
    #expect(error.code == code, "\(error)")
    #expect(!String(reflecting: error).contains(Self.secret))
    return error
  }
}
