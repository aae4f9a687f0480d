import EventSourcing
import Foundation
import ProcessSupport
import Testing

@Suite("A section of a notification log")
struct SectionTests {
  private let recorder = InMemoryRecorder()
  private let id = IDGenerator.counting().next()

  private func append(_ positions: Range<Int>) async throws {
    try await recorder.append(positions.map { .sample(id, at: $0) })
  }

  private func log(_ size: Int = 5) -> LocalNotificationLog { LocalNotificationLog(recorder, sectionSize: size) }

  @Test func `is named by what was found, and leads to the next and the one before`() async throws {
    try await append(0..<13)
    let first = try await log().section("1,5")
    #expect(first.id == "1,5" && first.items.map(\.id) == Array(1...5))
    #expect(first.nextID == "6,10" && first.previousID == nil)
    let second = try await log().section("6,10")
    #expect(second.id == "6,10" && second.nextID == "11,15" && second.previousID == "1,5")
    let third = try await log().section("11,15")
    #expect(third.id == "11,13" && third.nextID == nil && third.previousID == "6,10")
  }

  @Test func `has no more than the size of a section, however many are asked for`() async throws {
    try await append(0..<13)
    #expect(try await log().section("1,10").id == "1,5")
    #expect(try await log().section("1,\(Int.max)").nextID == "6,10")
    #expect(try await log().section("0,\(Int.max)").id == "1,5")
  }

  @Test func `has as many items as its id spans`() async throws {
    try await append(0..<13)
    let section = try await log().section("2,4")
    #expect(section.id == "2,4" && section.nextID == "5,7" && section.previousID == "1,1")
    #expect(try await log().section("4,2") == NotificationSection(id: nil, items: [], nextID: nil))
  }

  @Test func `is empty behind the newest item, and leads back from there`() async throws {
    try await append(0..<10)
    let section = try await log().section("11,15")
    #expect(section.id == nil && section.items.isEmpty && section.nextID == nil && section.previousID == "6,10")
  }

  @Test(arguments: [0, 1, 4, 5, 6, 13])
  func `is the newest items if the current one is asked for`(_ count: Int) async throws {
    if count > 0 { try await append(0..<count) }
    let section = try await log().section("current")
    #expect(section.items.map(\.id) == Array((1..<(count + 1)).suffix(5)))
    #expect(section.nextID == (count >= 5 ? "\(count + 1),\(count + 5)" : nil))
  }

  @Test(arguments: [
    "", "1", "1,", ",1", "1,2,3", "-1,5", "+1,5", "1 ,5", "a,b", "1,99999999999999999999", "Current", "१,५",
  ])
  func `is refused if its id is none`(_ text: String) async throws {
    await #expect(throws: InvalidSectionID(text: text)) { try await log().section(text) }
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `is reached from every other, forwards and back, whatever is missing`(seed: UInt64) async throws {
    let history = try await RandomHistory(seed: seed)
    let size = Int(seed % 7) + 1
    let log = LocalNotificationLog(history.recorder, sectionSize: size)
    var forwards: [Int] = []
    var next: String? = "1,\(size)"
    while let id = next {
      let section = try await log.section(id)
      forwards += section.items.map(\.id)
      next = section.nextID
    }
    #expect(forwards == history.ids)
    var backwards: [Int] = []
    var previous: String? = "current"
    while let id = previous {
      let section = try await log.section(id)
      backwards = section.items.map(\.id) + backwards
      previous = section.previousID
      #expect(section.items.count == size || previous == nil)
    }
    #expect(backwards == history.ids)
  }

  /// A copy that begins late, and one with a hole of a trillion ids.
  @Test func `is found behind a wide gap with few reads`() async throws {
    let items = (0..<9).map { SequencedItem.sample(id, at: $0) }
    let ids = [1, 2, 3, 4, 1 << 40, 1 << 60, 1 << 60 + 1, 1 << 60 + 2, Int.max]
    try await recorder.replicate(zip(ids, items).map(ItemNotification.init))
    let counting = CountingLog(inner: recorder)
    let log = LocalNotificationLog(counting, sectionSize: 3)
    let newest = try await log.section("current")
    #expect(newest.items.map(\.id) == [1 << 60 + 1, 1 << 60 + 2, .max] && newest.nextID == nil)
    let before = try await log.section(try #require(newest.previousID))
    #expect(before.items.map(\.id) == [4, 1 << 40, 1 << 60])
    let first = try await log.section(try #require(before.previousID))
    #expect(first.items.map(\.id) == [1, 2, 3] && first.previousID == nil)
    #expect(counting.reads.all.count < 400)
  }
}

/// Counts the pages that are read.
private struct CountingLog: ForwardingRecorder {
  let inner: any Recorder
  let reads = Notes<Int>()

  func page(_ query: NotificationQuery) async throws -> NotificationPage {
    reads.add(query.after.id)
    return try await inner.page(query)
  }
}
