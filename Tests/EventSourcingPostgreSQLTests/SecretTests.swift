import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingTestKit
import PostgreSQLSupport
import Testing

@Suite("A password", .timeLimit(.minutes(5)))
struct SecretTests {
  @Test func `is in nothing that is dumped, shown or reflected`() async throws {
    try await withSchema { server, schema in
      let secretServer = "\(server) password=hunter2"
      let recorder = try await PostgreSQLRecorder(secretServer, schema: schema)
      _ = try await recorder.waitForNotification(after: 0, atMost: .milliseconds(50))
      let database = try await PostgreSQLDatabase(secretServer)
      for whole in [recorder, database, recorder.database] as [any Sendable] {
        var dumped = ""
        dump(whole, to: &dumped)
        #expect(!dumped.contains("hunter2"))
        #expect(!"\(whole) \(String(reflecting: whole))".contains("hunter2"))
        #expect(!isReflected("hunter2", in: whole))
      }
      try await database.close()
      try await recorder.close()
    }
  }

  @Test(arguments: [
    "postgresql://ada:hunter2@\u{301}:x/", "postgresql://\u{301}ada:hunter2@@:1/", "password=hunter2 =",
  ])
  func `is in no error, whatever signs stand beside it`(_ address: String) async throws {
    let error = await #expect(throws: RecorderError.self) {
      try await PostgreSQLDatabase(address, options: PostgreSQLOptions(connectTimeout: 2)).close()
    }
    #expect(!String(reflecting: error).contains("hunter2"))
  }

  /// Whether a text is anywhere in a value, as far as its mirrors show.
  private func isReflected(_ text: String, in value: Any, depth: Int = 0) -> Bool {
    if "\(value)".contains(text) { return true }
    guard depth < 12 else { return false }
    var mirror: Mirror? = Mirror(reflecting: value)
    while let shown = mirror {
      for child in shown.children where isReflected(text, in: child.value, depth: depth + 1) { return true }
      mirror = shown.superclassMirror
    }
    return false
  }
}
