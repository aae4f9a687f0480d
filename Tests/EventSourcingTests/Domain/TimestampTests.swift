import EventSourcing
import Testing

@Suite("A timestamp")
struct TimestampTests {
  @Test func `is shown in UTC, to the second`() {
    #expect(Timestamp(microseconds: 1_767_225_600_999_999).description == "2026-01-01 00:00:00")
  }
}
