import Synchronization
import Testing

@Suite("The table of the contract")
struct ContractTableTests {
  private struct Broken: Error {}

  @Test func `shows which backend keeps which promise, once`() async throws {
    let given = Mutex<[String]>([])
    let table = ContractTable(of: ["keeps all", "finds"]) { text in given.withLock { $0.append(text) } }
    for backend in Backend.allCases {
      try await table.enter("finds", backend) {}
      try? await table.enter("keeps all", backend) { if backend == .sqliteFile { throw Broken() } }
    }
    try await table.enter("finds", .memory) {}
    #expect(
      given.withLock(\.self) == [
        """
        Every recorder …  memory  SQLite memory  SQLite file  PostgreSQL
        keeps all         ✓       ✓              ✗            ✓
        finds             ✓       ✓              ✓            ✓
        """
      ])
  }

  @Test func `does not appear while a trial is missing`() async throws {
    let table = ContractTable(of: ["keeps all"]) { Issue.record("given out: \($0)") }
    for backend in Backend.allCases.dropLast() {
      try await table.enter("keeps all", backend) {}
    }
  }

  @Test func `does not swallow what a trial throws`() async {
    let table = ContractTable(of: ["keeps all"]) { _ in }
    await #expect(throws: Broken.self) { try await table.enter("keeps all", .memory) { throw Broken() } }
  }
}
