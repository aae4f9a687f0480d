import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import Testing

@Suite("A connection to PostgreSQL with SSL", .timeLimit(.minutes(5)))
struct SSLTests {
  private static let secret = "s3cret"

  @Test func `is not made to a server without SSL`() async throws {
    try await withLoopback { _, address in
      try await recorderWorks(on: "\(address) sslmode=prefer")
      for mode in ["require", "verify-full"] {
        let error = try await refusal(of: "\(address) sslmode=\(mode)")
        #expect(error.reason.contains("The server does not offer SSL"))
      }
    }
  }

  @Test func `is made to a server with a certificate that the root vouches for`() async throws {
    try await withCertificate { address, root in
      for mode in ["sslmode=require", "sslmode=verify-full sslrootcert=\(root)"] {
        try await recorderWorks(on: "\(address) \(mode) application_name=over_ssl")
      }
      let count = "SELECT count(*) FROM pg_stat_ssl WHERE ssl AND pid = pg_backend_pid()"
      #expect(try await byHand("\(address) sslmode=require", count) == ["1"])
    }
  }

  @Test func `is not made if another root vouches, if the name is another, or if there is no root`() async throws {
    try await withCertificate { address, root in
      let other = root + ".other"
      try await openssl("req -new -x509 -days 2 -nodes -subj /CN=other -keyout \(other).key -out \(other)")
      for mode in [
        "sslmode=verify-full sslrootcert=\(other)", "sslmode=verify-full sslrootcert=\(root) host=localhost",
      ] {
        let error = try await refusal(of: "\(address) \(mode)")
        #expect(error.reason.contains("its certificate is not one that sslrootcert vouches for"))
      }
      let error = try await refusal(of: "\(address) sslmode=verify-full sslrootcert=\(root).none")
      #expect(error.reason.contains("cannot be read"))
    }
  }

  private func recorderWorks(on address: String) async throws {
    let recorder = try await PostgreSQLRecorder(address, schema: "events")
    try await recorder.append(items(UUID(), 0...1))
    try await recorder.close()
  }

  private func refusal(of address: String) async throws -> RecorderError {
    let error = try #require(
      await #expect(throws: RecorderError.self) { try await PostgreSQLRecorder(address, schema: "events").close() })
    #expect(error.code == .unavailable)
    #expect(!String(reflecting: error).contains(Self.secret))
    return error
  }

  /// Lends a server that can be reached by the loopback address, by a user with a password.
  private func withLoopback(_ body: (_ byHand: String, _ address: String) async throws -> Void) async throws {
    try await withOwnServer { server in
      let role = "CREATE ROLE shop LOGIN SUPERUSER PASSWORD '\(Self.secret)' IN ROLE with_password"
      try await byHand(server.address, role)
      let port = try await listen(server)
      let address = "hostaddr=127.0.0.1 host=127.0.0.1 port=\(port) user=shop password=\(Self.secret) dbname=postgres"
      try await body("\(server.address) port=\(port)", address)
    }
  }

  /// The same, with a certificate for 127.0.0.1; the second is the file of its root.
  private func withCertificate(_ body: (_ address: String, _ root: String) async throws -> Void) async throws {
    try await withLoopback { hand, address in
      // The server makes the key, in its own folder, which may belong to another user than the tests' one.
      let request =
        "openssl req -new -x509 -days 2 -nodes -subj /CN=server -addext subjectAltName=IP:127.0.0.1 "
        + "-keyout server.key -out server.crt 2>server.req"
      try await byHand(hand, "COPY (SELECT 1) TO PROGRAM '\(request)'")
      try await byHand(hand, "ALTER SYSTEM SET ssl = on")
      try await byHand(hand, "SELECT pg_reload_conf()")
      try await until(hand, "current_setting('ssl') = 'on'")
      let certificate = try await byHand(hand, "SELECT pg_read_file('server.crt')")
      try await withTemporaryFolder { folder in
        let root = "\(folder)/root.crt"
        try Data(try #require(certificate[0]).utf8).write(to: URL(filePath: root))
        try await body(address, root)
      }
    }
  }

  private func openssl(_ arguments: String) async throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments.split(separator: " ").map(String.init)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}
