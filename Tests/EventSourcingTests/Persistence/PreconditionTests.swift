import EventSourcing
import Foundation
import Testing

// Only these systems let a test start a process that may trap.
#if os(macOS) || os(Linux)
  /// A stored name that would be mistaken for a version.
  private enum Clashing: EventPayload {
    static let storedName = "Clashing@2"
    case made
    enum CodingKeys: String, CodingKey, CaseIterable { case made }
  }

  /// A key that would be mistaken for a version.
  private enum ClashingKey: EventPayload {
    static let storedName = "ClashingKey"
    case made
    enum CodingKeys: String, CodingKey, CaseIterable { case made = "made@2" }
  }

  @Suite("A mistake in the code that no run could outlive")
  struct PreconditionTests {
    @Test func `is a stored name with an at sign`() async {
      await #expect(processExitsWith: .failure) { _ = SequencedItemMapper<DomainEvent<Clashing>>() }
    }

    @Test func `is a stored key of a case with an at sign`() async {
      await #expect(processExitsWith: .failure) { _ = SequencedItemMapper<DomainEvent<ClashingKey>>() }
    }

    @Test func `is a page without events`() async {
      await #expect(processExitsWith: .failure) {
        let store = EventStore(of: Account.Event.self, in: InMemoryRecorder())
        _ = EventPlayer<Account>(eventStore: store, pageSize: 0)
      }
    }
  }
#endif
