import EventSourcing
import Foundation
import Testing

@Suite("A log that finds free places")
struct EventLogTests {
  private let recorder = ScriptedRecorder()
  private let id = UUID()

  private func log() -> EventLog<LogEntry> {
    EventLog(id: id, eventStore: EventStore(entriesOf: LogEntry.self, in: recorder))
  }

  @Test func `keeps what belongs to no entity, in the order of time`() async throws {
    let door = EventLog(id: id, eventStore: EventStore(entriesOf: LogEntry.self, in: recorder))
    try await door.append(.written(line: "opened"))
    try await door.append([.written(line: "closed"), .written(line: "locked")])
    let newest = try await door.entries(where: PositionQuery(limit: 2, order: .backwards))
    #expect(newest.map(\.payload) == [.written(line: "locked"), .written(line: "closed")])
  }

  @Test func `takes many entries at once, each in a place of its own`() async throws {
    let log = log()
    for _ in 0..<1_000 { try await log.append([.written(line: "a"), .written(line: "b")]) }
    let entries = try await log.entries()
    #expect(entries.count == 2_000)
    #expect(
      entries.map(\.payload)
        == Array(repeating: [.written(line: "a"), .written(line: "b")], count: 1_000).flatMap(\.self))
  }

  @Test func `takes the next free microsecond where others have taken its own`() async throws {
    try await log().append([.written(line: "a"), .written(line: "b")], at: .second(5))
    let entry = try await log().append(.written(line: "c"), at: .second(5))
    #expect(entry.timestamp.microseconds == Timestamp.second(5).microseconds + 2)
    #expect(try await log().entries().map(\.payload) == ["a", "b", "c"].map(LogEntry.written))
  }

  @Test func `loses none of the entries of many at once`() async throws {
    let logs = (0..<8).map { _ in log() }
    try await EventClock.$current.withValue(EventClock { .second(1) }) {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (number, log) in logs.enumerated() {
          group.addTask { for line in 0..<20 { try await log.append(.written(line: "\(number)-\(line)")) } }
        }
        try await group.waitForAll()
      }
    }
    #expect(Set(try await logs[0].entries().map { "\($0.payload)" }).count == 160)
  }

  @Test(arguments: [Int.max, .max - 1, .min])
  func `does not trap at the end of time`(microseconds: Int) async throws {
    let log = log()
    let time = Timestamp(microseconds: microseconds)
    try await log.append([.written(line: "a"), .written(line: "b")], at: time)
    _ = try? await log.append(.written(line: "c"), at: time)
    // At the very end there is no place left, which is told.
    try await EventClock.$current.withValue(EventClock { time }) {
      do { try await log.append(.written(line: "d")) } catch is ConcurrencyError {}
    }
    #expect(try await log.entries().count >= 2)
  }

  @Test func `puts nothing where entities begin`() async throws {
    let entries = try await log().append(
      [.written(line: "a"), .written(line: "b")], at: Timestamp(microseconds: -1))
    #expect(entries.map(\.timestamp.microseconds) == [1, 2])
  }

  @Test func `takes thousands of entries of one second, one by one, and a process that comes later goes on`()
    async throws
  {
    let first = log()
    for number in 0..<1_500 { try await first.append(.written(line: "\(number)"), at: .second(5)) }
    #expect(recorder.requests.all.count == 1_500, "none was refused")
    let later = try await log().append(.written(line: "later"), at: .second(5))
    #expect(later.timestamp.microseconds == Timestamp.second(5).microseconds + 1_500)
    #expect(recorder.requests.all.count == 1_502, "refused once, then placed")
    #expect(try await first.entries().map(\.payload).prefix(2) == [.written(line: "0"), .written(line: "1")])
  }

  @Test func `finds places for several in a row between those that are taken`() async throws {
    let start = Timestamp.second(5).microseconds
    for offset in [0, 2, 3, 6] {
      try await log().append(.written(line: "taken"), at: Timestamp(microseconds: start + offset))
    }
    let entries = try await log().append([.written(line: "a"), .written(line: "b")], at: .second(5))
    #expect(entries.map { $0.timestamp.microseconds - start } == [4, 5])
  }
}
