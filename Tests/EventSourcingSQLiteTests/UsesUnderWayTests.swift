import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Synchronization
import Testing

@Suite("The uses of a database under way", .timeLimit(.minutes(5)))
@MainActor
struct UsesUnderWayTests {
  private let uses = UsesUnderWay()
  private let closings = Count()

  private final class Count: Sendable {
    let value = Mutex(0)
  }

  @Test func `end before it is closed`() async throws {
    try uses.begin()
    try uses.begin()
    let closing = await closing()
    uses.end()
    await Task.yield()
    #expect(closings.value.withLock { $0 } == 0)
    uses.end()
    try await closing.value
    #expect(closings.value.withLock { $0 } == 1)
  }

  @Test func `do not begin once it is being closed`() async throws {
    try uses.begin()
    let closing = await closing()
    #expect(throws: RecorderError.closed) { try uses.begin() }
    uses.end()
    try await closing.value
    #expect(throws: RecorderError.closed) { try uses.begin() }
  }

  @Test func `are closed once, however many ask`() async throws {
    let three = [await closing(), await closing(), await closing()]
    for closing in three { try await closing.value }
    try await closing().value
    #expect(closings.value.withLock { $0 } == 1)
  }

  @Test func `tell all who ask that closing failed`() async throws {
    let unavailable = RecorderError(.unavailable, "The disk is gone.")
    for _ in 1...2 {
      await #expect(throws: unavailable) { try await uses.close { throw unavailable } }
    }
  }

  private func closing() async -> Task<Void, any Error> {
    await started { [uses, closings] in
      try await uses.close { closings.value.withLock { $0 += 1 } }
    }
  }
}
