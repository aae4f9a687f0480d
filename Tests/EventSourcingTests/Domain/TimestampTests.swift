import EventSourcing
import Foundation
import Testing

@Suite("A timestamp")
struct TimestampTests {
  @Test func `is shown in UTC, to the second`() {
    #expect(Timestamp(microseconds: 1_767_225_600_999_999).description == "2026-01-01 00:00:00")
  }

  @Test func `before 1970 is shown by the second it lies in`() {
    #expect(Timestamp(microseconds: -1).description == "1969-12-31 23:59:59")
  }

  @Test(arguments: [0, 1, -1, 999_999, 1_767_225_600_000_001, 1_767_225_600_999_999, 4_102_444_799_999_999])
  func `survives the way to a date and back`(microseconds: Int) {
    let timestamp = Timestamp(microseconds: microseconds)
    #expect(Timestamp(timestamp.date) == timestamp)
  }

  // From 1900, from 1970, from 2026, from 2099.
  @Test(arguments: [-2_208_988_800_000_000, 0, 1_767_225_600_000_000, 4_102_444_790_000_000])
  func `survives the way to a date and back at each microsecond of a stretch`(start: Int) {
    let changed = (start..<start + 2_000).filter { Timestamp(Timestamp(microseconds: $0).date).microseconds != $0 }
    #expect(changed == [])
  }

  @Test func `counts from 1970`() {
    #expect(Timestamp(Date(timeIntervalSince1970: 1.5)).microseconds == 1_500_000)
    #expect(Timestamp(microseconds: 1_500_000).date == Date(timeIntervalSince1970: 1.5))
  }

  @Test func `of now is between the dates read before and after`() {
    let before = Timestamp(Date())
    let now = Timestamp.now
    #expect(before <= now && now <= Timestamp(Date()))
  }

  @Test func `is stored as a bare number`() throws {
    let data = try JSONEncoder().encode([Timestamp(microseconds: -7)])
    #expect(String(decoding: data, as: UTF8.self) == "[-7]")
    #expect(try JSONDecoder().decode([Timestamp].self, from: data) == [Timestamp(microseconds: -7)])
  }

  @Test func `is not read from a number with a fraction`() {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([Timestamp].self, from: Data("[1.5]".utf8)) }
  }

  @Test func `comes before a later one`() {
    #expect(Timestamp(microseconds: -2) < Timestamp(microseconds: 1))
    #expect(!(Timestamp(microseconds: 1) < Timestamp(microseconds: 1)))
  }

  @Test(arguments: [Int.min, Int.max])
  func `at the end of the range has a date and a description`(microseconds: Int) {
    let timestamp = Timestamp(microseconds: microseconds)
    #expect(abs(timestamp.date.timeIntervalSince1970) > 9e12)
    #expect(!timestamp.description.isEmpty)
  }
}
