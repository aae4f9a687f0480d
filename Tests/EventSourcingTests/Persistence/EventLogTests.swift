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

  @Test func `takes an import whose times are seconds, however many entries there are of one`() async throws {
    let log = log()
    for line in 0..<1_200 { try await log.append(.written(line: "\(line)"), at: .second(5)) }
    #expect(try await log.entries().map(\.payload) == (0..<1_200).map { .written(line: "\($0)") })
    // Each in one try, since the log knows where it has put the one before.
    #expect(recorder.requests.all.count == 1_200)
  }

  @Test func `jumps past what others have stored, however much it is`() async throws {
    try await log().append((0..<1_500).map { .written(line: "\($0)") }, at: .second(5))
    for _ in 0..<3 { try await log().append(.written(line: "late"), at: .second(5)) }
    let entries = try await log().entries(where: PositionQuery(limit: 3, order: .backwards))
    #expect(
      entries.map(\.timestamp.microseconds) == [1_502, 1_501, 1_500].map { Timestamp.second(5).microseconds + $0 })
    #expect(recorder.requests.all.count == 1 + 3 * 2)
  }

  @Test func `gives a list the first places in a row that are free`() async throws {
    let start = Timestamp.second(5).microseconds
    for taken in [0, 1, 3, 6, 9] {
      try await log().append(.written(line: "x"), at: Timestamp(microseconds: start + taken))
    }
    let pair = try await log().append([.written(line: "a"), .written(line: "b")], at: .second(5))
    #expect(pair.map(\.timestamp.microseconds) == [start + 4, start + 5])
    let one = try await log().append(.written(line: "c"), at: .second(5))
    #expect(one.timestamp.microseconds == start + 2)
  }

  @Test func `takes no place for an entry that was not stored`() async throws {
    let failing = ScriptedRecorder(failures: [Refusal()])
    let log = EventLog(id: id, eventStore: EventStore(entriesOf: LogEntry.self, in: failing))
    await #expect(throws: Refusal()) { try await log.append(.written(line: "a"), at: .second(5)) }
    #expect(try await log.append(.written(line: "a"), at: .second(5)).timestamp == .second(5))
  }

  @Test func `has a place at the end of time, and says so where there is none after it`() async throws {
    let (log, end) = (log(), Timestamp(microseconds: .max))
    await #expect(throws: NoTimeLeft(logID: id, entries: 2, from: end)) {
      try await log.append([.written(line: "a"), .written(line: "b")], at: end)
    }
    #expect(try await log.append(.written(line: "a"), at: end).timestamp == end)
    for log in [log, self.log()] {
      await #expect(throws: NoTimeLeft(logID: id, entries: 1, from: end)) {
        try await log.append(.written(line: "b"), at: end)
      }
    }
    await EventClock.$current.withValue(EventClock { end }) {
      await #expect(throws: NoTimeLeft(logID: id, entries: 1, from: end)) {
        try await self.log().append(.written(line: "c"))
      }
    }
    #expect(try await log.entries().map(\.payload) == [.written(line: "a")])
  }

  @Test func `has places at the beginning of time`() async throws {
    let entries = try await log().append(
      [.written(line: "a"), .written(line: "b")], at: Timestamp(microseconds: .min))
    #expect(entries.map(\.timestamp.microseconds) == [.min, .min + 1])
  }

  @Test func `puts nothing where entities begin`() async throws {
    let entries = try await log().append(
      [.written(line: "a"), .written(line: "b")], at: Timestamp(microseconds: -1))
    #expect(entries.map(\.timestamp.microseconds) == [1, 2])
  }
}
