import EventSourcing
import Foundation
import Testing

@Suite("An id generator")
struct IDGeneratorTests {
  @Test func `that counts gives the same ids in each run`() {
    let ids = IDGenerator.counting()
    #expect(ids.next().uuidString == "00000000-0000-4000-8000-000000000001")
    #expect(ids.next().uuidString == "00000000-0000-4000-8000-000000000002")
  }

  @Test func `that counts starts anew when it is made anew`() {
    let first = IDGenerator.counting().next()
    #expect(IDGenerator.counting().next() == first)
  }

  @Test func `that counts goes on past one byte`() {
    let ids = IDGenerator.counting()
    let last = (0..<300).map { _ in ids.next() }.last
    #expect(last?.uuidString == "00000000-0000-4000-8000-00000000012C")
  }

  @Test func `that is random does not repeat itself`() {
    #expect(Set((0..<100).map { _ in IDGenerator.random.next() }).count == 100)
  }

  @Test func `gives what it was made with`() {
    let id = IDGenerator.counting().next()
    #expect(IDGenerator { id }.next() == id)
  }
}

@Suite("An id generator that goes by time")
struct TimeOrderedIDTests {
  /// 2022-02-22 19:22:22 UTC, the moment of the example in RFC 9562, appendix A.6.
  private static let moment = Timestamp(microseconds: 0x017F_22E2_79B0 * 1_000)

  private func id(microsecondsLater: Int = 0) -> UUID {
    IDGenerator.timeOrdered(clock: EventClock { Timestamp(microseconds: Self.moment.microseconds + microsecondsLater) })
      .next()
  }

  @Test func `begins with the milliseconds and the version`() {
    #expect(id().uuidString.hasPrefix("017F22E2-79B0-7"))
  }

  @Test(arguments: [(1, "004"), (250, "400"), (500, "800"), (999, "FFB")])
  func `has the fraction of the millisecond after the version`(_ microseconds: Int, _ digits: String) {
    #expect(id(microsecondsLater: microseconds).uuidString.hasPrefix("017F22E2-79B0-7\(digits)-"))
  }

  @Test func `has the variant, and the rest is random`() {
    let ids = (0..<100).map { _ in id() }
    #expect(ids.allSatisfy { $0.uuid.8 >> 6 == 0b10 })
    #expect(Set(ids).count == 100)
    // Each of the 62 bits is on in some of a hundred, but for one case in many billions.
    let ones = ids.map(\.uuid).reduce(UInt64(0)) { ones, id in
      ones | withUnsafeBytes(of: id) { UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) }
    }
    #expect(ones == 0xBFFF_FFFF_FFFF_FFFF)
  }

  @Test func `grows though the clock stands, also past the end of a millisecond`() {
    let ids = IDGenerator.timeOrdered(clock: EventClock { Self.moment })
    let texts = (0..<5_000).map { _ in ids.next().uuidString }
    #expect(zip(texts, texts.dropFirst()).allSatisfy { $0 < $1 })
    #expect(texts.last?.hasPrefix("017F22E2-79B1-7387-") == true)
  }

  @Test func `grows though the clock goes back`() {
    let ids = IDGenerator.timeOrdered(clock: .stepping(from: Self.moment, by: -60_000_000))
    let texts = (0..<10).map { _ in ids.next().uuidString }
    #expect(zip(texts, texts.dropFirst()).allSatisfy { $0 < $1 })
    #expect(texts.last?.hasPrefix("017F22E2-79B0-7009-") == true)
  }

  @Test func `takes a time before 1970 for 1970`() {
    let ids = IDGenerator.timeOrdered(clock: EventClock { Timestamp(microseconds: -1) })
    #expect(ids.next().uuidString.hasPrefix("00000000-0000-7001-"))
  }

  @Test func `gives each of many callers ids of their own, which grow for each`() async {
    let ids = IDGenerator.timeOrdered(clock: EventClock { Self.moment })
    let all = await withTaskGroup(of: [String].self) { group in
      for _ in 0..<16 { group.addTask { (0..<1_000).map { _ in ids.next().uuidString } } }
      return await group.reduce(into: [[String]]()) { $0.append($1) }
    }
    // What comes before the random part is unique already.
    #expect(Set(all.joined().map { $0.prefix(18) }).count == 16_000)
    #expect(all.allSatisfy { texts in zip(texts, texts.dropFirst()).allSatisfy { $0 < $1 } })
  }

  @Test func `goes by the system's clock`() throws {
    let before = Timestamp.now.microseconds / 1_000
    let digits = IDGenerator.timeOrdered.next().uuidString.prefix(13).replacing("-", with: "")
    // Ids that others have been given in the same moment may have pushed it ahead a little.
    #expect(try #require(Int(digits, radix: 16)) >= before)
  }
}
