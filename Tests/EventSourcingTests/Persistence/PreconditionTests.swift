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

  /// Two keys that are different in their bytes only.
  private enum SameToSwift: EventPayload {
    static let storedName = "SameToSwift"
    case composed, decomposed
    enum CodingKeys: String, CodingKey, CaseIterable { case composed = "\u{e9}", decomposed = "e\u{301}" }
  }

  @Suite("A mistake in the code that no run could outlive")
  struct PreconditionTests {
    @Test func `is a stored name with an at sign`() async {
      await #expect(processExitsWith: .failure) { _ = SequencedItemMapper<DomainEvent<Clashing>>() }
    }

    @Test func `is a stored key of a case with an at sign`() async {
      await #expect(processExitsWith: .failure) { _ = SequencedItemMapper<DomainEvent<ClashingKey>>() }
    }

    @Test func `is a stored key of a case that Swift cannot tell from another's`() async {
      await #expect(processExitsWith: .failure) { _ = SequencedItemMapper<DomainEvent<SameToSwift>>() }
    }
  }
#endif
