import EventSourcing
import Foundation
import Testing

@Suite("A log in the sequence of time")
struct TimedLogTests {
  private typealias Entry = TimestampedEvent<LogEntry>

  private let store = EventStore(
    recorder: InMemoryRecorder(), mapper: SequencedItemMapper<TimestampedEvent<LogEntry>>())
  private let log = IDGenerator.counting().next()

  /// The seconds of the entries that a query asks for, of a log whose entries came out of the order of time.
  private func seconds(_ query: PositionQuery) async throws -> [Int] {
    for second in [20, 0, 30, 10] {
      try await store.append(Entry.line(of: log, second: second))
    }
    return try await store.events(of: log, where: query).map {
      ($0.timestamp.microseconds - Timestamp.second(0).microseconds) / 1_000_000
    }
  }

  private func time(_ second: Int) -> Int { Timestamp.second(second).microseconds }

  @Test func `stores an entry at its time in microseconds`() throws {
    let item = try store.mapper.item(from: .line(of: log, second: 1))
    #expect(item.position == 1_767_225_601_000_000 && item.timestamp == .second(1))
    #expect(item.topic == "LogEntry.written" && item.text == #"{"line":"second 1"}"#)
    #expect(store.mapper.kind == .timed)
  }

  @Test func `takes an entry's time from its place, where the two are not the same`() throws {
    let item = SequencedItem.sample(log, at: time(5), topic: "LogEntry.written", data: #"{"line":"x"}"#)
    #expect(item.timestamp != .second(5))
    #expect(try store.mapper.event(from: item).timestamp == .second(5))
  }

  @Test func `gives each entry back as it was`() async throws {
    try await store.append(Entry.line(of: log, second: 5))
    #expect(try await store.events(of: log) == [Entry.line(of: log, second: 5)])
    #expect(try await store.event(of: log, at: time(5)) == Entry.line(of: log, second: 5))
    #expect(try await store.event(of: log, at: time(6)) == nil)
  }

  @Test func `reads forwards in the order of time, however the entries came`() async throws {
    #expect(try await seconds(.all) == [0, 10, 20, 30])
  }

  @Test func `reads backwards from the newest`() async throws {
    #expect(try await seconds(PositionQuery(order: .backwards)) == [30, 20, 10, 0])
  }

  @Test func `reads after a time`() async throws {
    #expect(try await seconds(PositionQuery(greaterThan: time(10))) == [20, 30])
  }

  @Test func `reads from a time on`() async throws {
    #expect(try await seconds(PositionQuery(atLeast: time(10))) == [10, 20, 30])
  }

  @Test func `reads before a time`() async throws {
    #expect(try await seconds(PositionQuery(lessThan: time(20))) == [0, 10])
  }

  @Test func `reads up to a time`() async throws {
    #expect(try await seconds(PositionQuery(atMost: time(20))) == [0, 10, 20])
  }

  @Test func `reads between times at which nothing happened`() async throws {
    #expect(try await seconds(PositionQuery(greaterThan: time(5), lessThan: time(25))) == [10, 20])
    #expect(try await store.events(of: log, where: PositionQuery(atLeast: time(11), atMost: time(19))) == [])
  }

  @Test func `reads the first few`() async throws {
    #expect(try await seconds(PositionQuery(atLeast: time(5), limit: 2)) == [10, 20])
  }

  @Test func `reads the newest few`() async throws {
    #expect(try await seconds(PositionQuery(lessThan: time(30), limit: 2, order: .backwards)) == [20, 10])
  }

  @Test func `takes one entry a microsecond: a second one conflicts`() async throws {
    try await store.append(Entry.line(of: log, second: 5))
    await #expect(throws: ConcurrencyError(sequenceID: log, position: time(5))) {
      try await store.append(
        Entry(logID: log, timestamp: .second(5), payload: .written(line: "at the same time")))
    }
    try await store.append(
      Entry(logID: log, timestamp: Timestamp(microseconds: time(5) + 1), payload: .written(line: "next")))
    #expect(try await store.events(of: log).map(\.payload) == [.written(line: "second 5"), .written(line: "next")])
  }

  @Test func `does not conflict with another log`() async throws {
    let other = UUID(uuid: (2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2))
    try await store.append(Entry.line(of: log, second: 5))
    try await store.append(Entry.line(of: other, second: 5))
    #expect(try await store.events(of: other).count == 1)
  }

  @Test func `refuses one append that goes backwards in time`() async {
    await #expect(throws: InvalidAppend.self) {
      try await store.append([Entry.line(of: log, second: 5), Entry.line(of: log, second: 4)])
    }
  }
}
