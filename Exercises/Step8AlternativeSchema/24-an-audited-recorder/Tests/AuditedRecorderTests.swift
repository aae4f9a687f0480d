import EventSourcing
import EventSourcingTestKit
import Exercise24
import Foundation
import Practice
import Testing

@Suite("Exercise 24: a recorder of your own")
struct AuditedRecorderTests {
  private let real = InMemoryRecorder()
  private let tonight = UUID()

  /// How many items are appended, any number but the same on each run.
  private let count: Int

  init() {
    var generator = SeededGenerator(seed: 24)
    count = .random(in: 4...20, using: &generator)
  }

  @Test func `what is stored is printed, each item with its id`() async throws {
    let printer = AuditPrinter()
    let recorder = AuditedRecorder(real, printer: printer)
    try await real.append(items(0..<3, of: UUID()))
    let ids = try await recorder.append(items(0..<count))
    #expect(ids == Array(4..<(4 + count)), "Rule: an append returns the ids that the items got.")
    #expect(
      printer.lines == ids.map { AuditPrinter.Line(id: $0, topic: "Performance.entry\($0 - 4)") },
      "Rule: a line for each item, with its notification id and its topic, in order.")
  }

  @Test func `what is refused is not printed`() async throws {
    let printer = AuditPrinter()
    let recorder = AuditedRecorder(real, printer: printer)
    try await real.append(items(0..<count))
    await #expect(
      throws: ConcurrencyError(sequenceID: tonight, position: 0),
      "Rule: whoever asked must be told that somebody else was first."
    ) {
      try await recorder.append(items(0..<count))
    }
    #expect(printer.lines.isEmpty, "Rule: what was not stored has not happened. Store first, print then.")
  }

  @Test func `paper that runs out undoes nothing`() async throws {
    let recorder = AuditedRecorder(real, printer: AuditPrinter(paper: 3))
    let ids = try await or([]) { try await recorder.append(items(0..<count)) }
    #expect(ids == Array(1...count), "Rule: an append that throws has stored nothing. This one has stored all.")
  }

  @Test func `what could not be printed is counted`() async throws {
    let recorder = AuditedRecorder(real, printer: AuditPrinter(paper: 3))
    _ = try await or([]) { try await recorder.append(items(0..<count)) }
    #expect(recorder.unprintedCount == count - 3, "Rule: what is missing on paper must be known, line by line.")
  }

  @Test func `an append is all or nothing`() async throws {
    try await verify(
      [.appendsAllOrNothing, .heedsCancellation], "Rule: a request is one transaction: hand it through as one.")
  }

  @Test func `a request arrives as it was made`() async throws {
    try await verify(
      [
        .keepsTimedSequences, .movesTrackingFromWhereItIs, .recordsTrackingWithItsItems, .holdsWhatAnAppendAsserts,
        .keepsOutcomesApart,
      ], "Rule: a request has items, kinds, assertions and a tracking record. All of it must arrive.")
  }

  @Test func `closing it closes what it stands for`() async throws {
    try await verify([.refusesUseAfterClose], "Rule: once it is closed, every use is refused.")
  }

  @Test func `it keeps the other promises of a recorder`() async throws {
    try await verify(
      [
        .givesItemsBackAsTheyWere, .readsOneItem, .readsASequenceInOrder, .readsWithinBounds, .refusesATakenPosition,
        .refusesAGap, .appendsSeveralSequencesAtOnce, .numbersNotificationsInOrder, .pagesNotifications,
        .filtersNotificationsByTopic, .pagesSequenceIDs,
      ], "Rule: the box office must not notice that another recorder stands in front.")
  }

  /// Runs promises, each on a recorder of its own.
  private func verify(_ promises: [RecorderPromise], _ rule: Comment) async throws {
    for promise in promises {
      let recorder = AuditedRecorder(InMemoryRecorder(), printer: AuditPrinter())
      await #expect(throws: Never.self, rule) { try await promise.verify(on: recorder) }
    }
  }

  /// What the body returns, or something else if the printer's error came out.
  private func or<Value>(_ other: Value, _ body: () async throws -> Value) async throws -> Value {
    do { return try await body() } catch is AuditPrinter.OutOfPaper { return other }
  }

  private func items(_ positions: Range<Int>, of performance: UUID? = nil) -> [SequencedItem] {
    positions.map { position in
      SequencedItem(
        sequenceID: performance ?? tonight, position: position, topic: "Performance.entry\(position)",
        data: Data("{}".utf8), timestamp: Timestamp(microseconds: 0))
    }
  }
}
