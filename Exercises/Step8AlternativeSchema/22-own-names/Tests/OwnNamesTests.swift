import BoxOffice
import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Exercise22
import Foundation
import Practice
import Testing

@Suite("Exercise 22: a table with other names")
struct OwnNamesTests {
  private let tonight = UUID()

  /// The position of an item and the number of seats in it, any but the same on each run.
  private let position: Int
  private let seats: Int

  init() {
    var generator = SeededGenerator(seed: 22)
    position = .random(in: 3...99, using: &generator)
    seats = .random(in: 100...999, using: &generator)
  }

  @Test func `the table has the book-keepers' name`() async throws {
    try await openLog(.memory).close()
    #expect(LogLine.table.name == "box_office_log", "Rule: the tool looks for a table of this name, and no other.")
  }

  @Test func `the database has the book-keepers' columns`() async throws {
    let log = try await openLog(.memory)
    let columns = try await log.closing { try await log.columns() }
    #expect(
      columns.sorted() == ["details", "entry", "happened_at", "line", "performance", "what"],
      "Rule: a name counts when the database has it: the table must have all six, and be handed to the recorder.")
  }

  @Test func `each value goes into the column of its name`() async throws {
    try await openLog(.memory).close()
    let table = LogLine.table
    #expect(
      [table.notificationID, table.sequenceID, table.position, table.topic, table.data, table.timestamp]
        == ["line", "performance", "entry", "what", "details", "happened_at"],
      "Rule: a column holds what its name says. Compare each pair in the task's list.")
  }

  @Test func `the log stands beside the usual table in one file`() async throws {
    try await withTemporaryFolder { folder in
      let file = SQLiteLocation.file("\(folder)/theatre.sqlite")
      let usual = try await SQLiteRecorder(file)
      try await usual.closing { _ = try await usual.append([item(at: 0)]) }
      let log = try await openLog(file)
      let items = try await log.closing { try await log.items(of: tonight) }
      #expect(items.isEmpty, "Rule: a table of one's own has none of another table's rows.")
    }
  }

  @Test func `a line says which entry of which performance it is`() async throws {
    try await openLog(.memory).close()
    let line = LogLine(item(at: position))
    #expect(line.performance == tonight, "Rule: the performance is the sequence that the item is in.")
    #expect(line.entry == position, "Rule: the number of an entry is the item's position, as it is.")
  }

  @Test func `a line says when it happened`() async throws {
    try await openLog(.memory).close()
    #expect(
      LogLine(item(at: position)).happenedAt == Timestamp(microseconds: seats),
      "Rule: what counts is when it happened, not when somebody reads it.")
  }

  @Test func `a line says what happened, so that a person can read it`() async throws {
    try await openLog(.memory).close()
    let line = LogLine(item(at: position))
    #expect(line.what == "Performance.seatsReturned", "Rule: what happened is the topic, whole.")
    #expect(line.details == #"{"count":\#(seats)}"#, "Rule: the details are the item's data, as text.")
  }

  @Test func `the box office sells seats on it as before`() async throws {
    let log = try await openLog(.memory)
    try await log.closing {
      let events = [PerformanceEvent.scheduled(title: "Hamlet", seats: seats), .seatsSold(count: 2, to: "Ada")]
        .enumerated().map { version, payload in
          DomainEvent(
            entityID: tonight, entityVersion: version, timestamp: Timestamp(microseconds: seats), payload: payload)
        }
      let store = EventStore(of: PerformanceEvent.self, in: log)
      try await store.append(events)
      #expect(try await store.events(of: tonight) == events, "Rule: the names change, and nothing else.")
    }
  }

  private func item(at position: Int) -> SequencedItem {
    SequencedItem(
      sequenceID: tonight, position: position, topic: "Performance.seatsReturned",
      data: Data(#"{"count":\#(seats)}"#.utf8), timestamp: Timestamp(microseconds: seats))
  }
}
