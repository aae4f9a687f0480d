import EventSourcing
import Foundation
import LogSupport
import ProcessSupport
import Testing

@Suite("A reader of a notification log")
struct NotificationReaderTests {
  private let recorder = InMemoryRecorder()
  private let id = IDGenerator.counting().next()
  private var log: LocalNotificationLog { LocalNotificationLog(recorder, sectionSize: 5) }

  private func append(_ positions: Range<Int>) async throws {
    try await recorder.append(positions.map { .sample(id, at: $0, topic: $0 % 2 == 0 ? "Even.x" : "Odd.x") })
  }

  @Test func `reads page by page to the end, and later what has come`() async throws {
    try await append(0..<5)
    var reader = NotificationReader(log, pageSize: 3)
    #expect(try await reader.nextPage()?.notifications.map(\.id) == [1, 2, 3])
    #expect(reader.position.id == 3)
    #expect(try await reader.nextPage()?.notifications.map(\.id) == [4, 5])
    #expect(try await reader.nextPage() == nil)
    try await append(5..<6)
    #expect(try await reader.nextPage()?.notifications.map(\.id) == [6])
  }

  @Test func `goes on where another one has stopped`() async throws {
    try await append(0..<5)
    var reader = NotificationReader(log)
    #expect(try await reader.read(atMost: 2).map(\.id) == [1, 2])
    let kept = try JSONEncoder().encode(reader.position)
    var next = NotificationReader(log, after: try JSONDecoder().decode(LogPosition.self, from: kept))
    #expect(try await next.read().map(\.id) == [3, 4, 5])
    #expect(try await next.position == recorder.newestPosition())
  }

  @Test func `goes back, and forwards, but not before the beginning`() async throws {
    try await append(0..<5)
    var reader = NotificationReader(log)
    try reader.seek(to: 4)
    #expect(try await reader.read().map(\.id) == [5])
    try reader.seek(to: 0)
    #expect(try await reader.read(atMost: 1).map(\.id) == [1])
    #expect(throws: ImpossiblePosition(id: -1)) { try reader.seek(to: -1) }
    #expect(reader.position.id == 1)
  }

  @Test func `moves over what is not wanted`() async throws {
    try await append(0..<9)
    var reader = NotificationReader(log, filter: .storedNames(["Odd"]), pageSize: 2)
    #expect(try await reader.read(atMost: 3).map(\.id) == [2, 4, 6])
    #expect(try await reader.read().map(\.id) == [8])
    #expect(reader.position.id == 9)
  }

  @Test func `reads by sections, of whatever size the log has them`() async throws {
    try await append(0..<12)
    var reader = NotificationReader(log, pageSize: 20)
    var sections: [String?] = []
    while let section = try await reader.nextSection() { sections.append(section.id) }
    #expect(sections == ["1,5", "6,10", "11,12"])
    #expect(reader.position.id == 12)
  }

  @Test func `stays where it is when reading fails`() async throws {
    try await append(0..<5)
    let flaky = FlakyLog(log, failures: [nil, RecorderError(.busy, "busy")])
    var reader = NotificationReader(flaky, pageSize: 2)
    _ = try await reader.nextPage()
    await #expect(throws: RecorderError.self) { try await reader.nextPage() }
    #expect(reader.position.id == 2)
    #expect(try await reader.read().map(\.id) == [3, 4, 5])
  }

  @Test func `sees that the log is another one`() async throws {
    try await append(0..<5)
    var reader = NotificationReader(log, pageSize: 2)
    _ = try await reader.nextPage()
    try await recorder.beginEpoch()
    await #expect(throws: LogReplaced.self) { try await reader.nextPage() }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `reads all there is, once and in order, in whatever portions`(seed: UInt64) async throws {
    let history = try await RandomHistory(seed: seed)
    var random = SeededGenerator(seed: seed)
    var reader = NotificationReader(LocalNotificationLog(history.recorder), pageSize: Int(seed % 5) + 1)
    var seen: [Int] = []
    while seen.count < history.ids.count {
      switch Int.random(in: 0..<3, using: &random) {
      case 0: seen += try await reader.read(atMost: Int.random(in: 0...9, using: &random)).map(\.id)
      case 1: seen += try await reader.nextSection()?.items.map(\.id) ?? []
      default: seen += try await reader.nextPage()?.notifications.map(\.id) ?? []
      }
    }
    #expect(seen == history.ids)
    #expect(try await reader.nextPage() == nil)
    #expect(try await reader.nextSection() == nil)
  }
}
