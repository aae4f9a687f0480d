import EventSourcing
import Foundation
import Testing

@Suite("The place of an entry of a log")
struct EventLogPlacesTests {
  private let recorder = ScriptedRecorder()
  private let id = UUID()
  private let start = Timestamp.second(5).microseconds

  private func log() -> EventLog<LogEntry> {
    EventLog(id: id, eventStore: EventStore(entriesOf: LogEntry.self, in: recorder))
  }

  private func time(_ offset: Int) -> Timestamp { Timestamp(microseconds: start + offset) }

  private func take(_ offsets: [Int]) async throws {
    for offset in offsets { try await log().append(.written(line: "x"), at: time(offset)) }
  }

  /// Where entries stand that are appended at once, counted from the start.
  private func places(_ count: Int, at offset: Int, in log: EventLog<LogEntry>) async throws -> [Int] {
    try await log.append((0..<count).map { .written(line: "\($0)") }, at: time(offset))
      .map { $0.timestamp.microseconds - start }
  }

  @Test func `is the first that is free for a list, also where that lies in what it has just tried`() async throws {
    try await take([10, 11] + (15...24))
    #expect(try await places(3, at: 10, in: log()) == [12, 13, 14])
  }

  @Test func `is one that a longer list could not use`() async throws {
    try await take([10, 12, 15])
    let log = log()
    #expect(try await places(3, at: 10, in: log) == [16, 17, 18])
    #expect(try await places(2, at: 10, in: log) == [13, 14])
    #expect(try await places(1, at: 10, in: log) == [11])
    #expect(try await places(1, at: 10, in: log) == [19])
  }

  @Test func `is the first that is free, whatever is taken and whatever was asked for before`() async throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let log = EventLog(
        id: UUID(), eventStore: EventStore(entriesOf: LogEntry.self, in: InMemoryRecorder()))
      let other = EventLog(id: log.id, eventStore: log.eventStore)
      var taken: Set<Int> = []
      for step in 0..<12 {
        let (count, offset) = (Int.random(in: 1...4, using: &generator), Int.random(in: 0...20, using: &generator))
        let free = (offset...).first { first in (first..<first + count).allSatisfy { !taken.contains($0) } }
        // Now and then by somebody else.
        let found = try await places(count, at: offset, in: step.isMultiple(of: 3) ? other : log)
        #expect(found.first == free, "\(count) at \(offset) of \(taken.sorted())")
        taken.formUnion(found)
      }
    }
  }

  @Test func `is free again when what should have stood there was not stored, whoever came after it`() async throws {
    let held = HeldRecorder()
    let log = EventLog(id: id, eventStore: EventStore(entriesOf: LogEntry.self, in: held))
    let first = Task { [start = time(0)] in try await log.append(.written(line: "a"), at: start) }
    await held.isReached()
    #expect(try await log.append(.written(line: "b"), at: time(0)).timestamp == time(1))
    held.fail()
    await #expect(throws: Refusal()) { try await first.value }
    #expect(try await log.append(.written(line: "c"), at: time(0)).timestamp == time(0))
  }

  @Test(arguments: [Timestamp.second(1_600_000_000), Timestamp(microseconds: .max)])
  func `is its own time, also after an entry whose clock was wrong`(wrong: Timestamp) async throws {
    let log = log()
    func append(_ line: String, at time: Timestamp) async throws -> Timestamp {
      try await EventClock.$current.withValue(EventClock { time }) {
        try await log.append(.written(line: line)).timestamp
      }
    }
    #expect(try await append("before", at: time(0)) == time(0))
    #expect(try await append("wrong", at: wrong) == wrong)
    #expect(try await append("after", at: time(5)) == time(5))
    #expect(try await append("after", at: time(5)) == time(6))
  }

  @Test func `is after those before it, where the clock was set back a little`() async throws {
    let log = log()
    for offset in [900, 100, 500] {
      try await EventClock.$current.withValue(EventClock { time(offset) }) {
        _ = try await log.append(.written(line: "\(offset)"))
      }
    }
    #expect(try await log.entries().map(\.timestamp) == [time(900), time(901), time(902)])
  }

  @Test func `is said to be missing from the time on for which it was asked`() async throws {
    let end = Timestamp(microseconds: .max - 4)
    try await log().append([.written(line: "a"), .written(line: "b"), .written(line: "c")], at: end)
    await #expect(throws: NoTimeLeft(logID: id, entries: 3, from: end)) {
      try await log().append([.written(line: "d"), .written(line: "e"), .written(line: "f")], at: end)
    }
  }
}

/// Holds its first append until it is told to let it fail.
private final class HeldRecorder: ForwardingRecorder {
  let inner: any Recorder = InMemoryRecorder()
  private let reached = AsyncStream<Void>.makeStream()
  private let failing = AsyncStream<Void>.makeStream()
  private let appends = Notes<Int>()

  func isReached() async { for await _ in reached.stream { return } }

  func fail() { failing.continuation.yield() }

  @discardableResult
  func append(_ request: AppendRequest) async throws -> [Int] {
    appends.add(1)
    guard appends.all.count == 1 else { return try await inner.append(request) }
    reached.continuation.yield()
    for await _ in failing.stream { break }
    throw Refusal()
  }
}
