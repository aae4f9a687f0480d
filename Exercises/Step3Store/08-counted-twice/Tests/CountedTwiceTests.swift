import BoxOffice
import EventSourcing
import Exercise08
import Foundation
import Practice
import Testing

@Suite("Exercise 08: a projection that counts twice")
struct CountedTwiceTests {
  private let recorder = InMemoryRecorder()
  private let store: EventStore<DomainEvent<PerformanceEvent>>
  private let hamlet = UUID()
  private let macbeth = UUID()

  /// A number of seats, any but the same on each run.
  private let seats: Int

  init() {
    var generator = SeededGenerator(seed: 8)
    seats = .random(in: 20...99, using: &generator)
    store = EventStore(of: PerformanceEvent.self, in: recorder)
  }

  @Test func `each performance has its own number`() async throws {
    try await twoPerformances()
    var report = SalesReport()
    try await report.catchUp(with: store)
    #expect(
      report.seatsSold == [hamlet: seats - 3, macbeth: seats + 1],
      "Rule: sold seats count up, returned ones down, and no event is left out.")
  }

  @Test func `many pages of events are counted to the end`() async throws {
    try await store.append([event(0, .scheduled(title: "Hamlet", seats: 500))])
    try await store.append((1...250).map { event($0, .seatsSold(count: 2, to: "Ada")) })
    var report = SalesReport()
    try await report.catchUp(with: store)
    #expect(report.seatsSold == [hamlet: 500], "Rule: a page is not all. Read on until there is no more.")
  }

  @Test func `the report stays small`() async throws {
    try await store.append((0..<250).map { event($0, .seatsSold(count: 2, to: "Ada")) })
    var report = SalesReport()
    try await report.catchUp(with: store)
    #expect(
      try JSONEncoder().encode(report).count < 250,
      "Rule: ids grow, so one number says it all. A list of what was seen would grow for ever.")
  }

  @Test func `catching up again counts only what is new`() async throws {
    try await twoPerformances()
    var report = SalesReport()
    try await report.catchUp(with: store)
    try await report.catchUp(with: store)
    #expect(report.seatsSold[hamlet] == seats - 3, "Rule: an event happened once, however often the report is told.")
    try await store.append(event(3, .seatsSold(count: 5, to: "Edsger")))
    try await report.catchUp(with: store)
    #expect(report.seatsSold[hamlet] == seats + 2, "Rule: what is new has to be counted, and nothing else.")
  }

  @Test func `an event that is told twice counts once`() throws {
    var report = SalesReport()
    let sale = event(1, .seatsSold(count: seats, to: "Ada"))
    let other = event(2, .seatsSold(count: 4, to: "Grace"))
    for (event, id) in [(sale, 2), (sale, 2), (other, 5)] { report.count(event, id: id) }
    #expect(
      report.seatsSold == [hamlet: seats + 4],
      "Rule: an event happened once, however often the report is told.")
  }

  @Test func `an older event that is told again counts once`() throws {
    var report = SalesReport()
    let sale = event(1, .seatsSold(count: seats, to: "Ada"))
    // The line breaks after the second event, and the messenger begins again with the first.
    for (event, id) in [(sale, 2), (event(2, .seatsSold(count: 4, to: "Grace")), 5), (sale, 2)] {
      report.count(event, id: id)
    }
    #expect(
      report.seatsSold == [hamlet: seats + 4],
      "Rule: all that is not beyond the position is counted already, however old it is.")
  }

  @Test func `two events that look alike are two`() throws {
    var report = SalesReport()
    // Each performance sells as many seats to the same customer, at the same position.
    report.count(event(1, .seatsSold(count: seats, to: "Ada")), id: 3)
    report.count(event(1, .seatsSold(count: seats, to: "Ada"), of: macbeth), id: 4)
    report.count(event(2, .seatsSold(count: seats, to: "Ada")), id: 7)
    #expect(
      report.seatsSold == [hamlet: 2 * seats, macbeth: seats],
      "Rule: what tells events apart is the notification id. It grows, with gaps.")
  }

  @Test func `what was read and is told again counts once`() async throws {
    let ids = try await twoPerformances()
    var report = SalesReport()
    try await report.catchUp(with: store)
    report.count(event(1, .seatsSold(count: seats, to: "Ada")), id: ids[2])
    #expect(
      report.seatsSold[hamlet] == seats - 3,
      "Rule: whichever way an event comes, it counts once. Both ways need one position.")
  }

  @Test func `a saved report goes on where it was`() async throws {
    try await twoPerformances()
    var report = SalesReport()
    try await report.catchUp(with: store)
    report = try JSONDecoder().decode(SalesReport.self, from: JSONEncoder().encode(report))
    try await report.catchUp(with: store)
    #expect(
      report.seatsSold == [hamlet: seats - 3, macbeth: seats + 1],
      "Rule: save the position together with the numbers. One without the other counts twice, or not at all.")
  }

  @Test func `only what is new is read`() async throws {
    try await twoPerformances()
    var report = SalesReport()
    try await report.catchUp(with: store)
    try await archive(macbeth)
    await #expect(throws: Never.self, "Rule: read after the position. The years before it are counted already.") {
      try await report.catchUp(with: store)
    }
    #expect(report.seatsSold[macbeth] == seats + 1, "Rule: what was counted stays counted.")
  }

  /// Five events, of which three are of Hamlet.
  ///
  /// - Returns: Their notification ids, in this order: Hamlet is scheduled, Macbeth, both sell, Hamlet gets some back.
  @discardableResult
  private func twoPerformances() async throws -> [Int] {
    try await store.append([
      event(0, .scheduled(title: "Hamlet", seats: 200)),
      event(0, .scheduled(title: "Macbeth", seats: 200), of: macbeth),
      event(1, .seatsSold(count: seats, to: "Ada")),
      event(1, .seatsSold(count: seats + 1, to: "Grace"), of: macbeth),
      event(2, .seatsReturned(count: 3)),
    ])
  }

  /// Makes a performance's events unreadable: their data is elsewhere.
  private func archive(_ performance: UUID) async throws {
    try await recorder.rewrite(
      try await recorder.items(of: performance).map { item in
        let empty = SequencedItem(
          sequenceID: item.sequenceID, position: item.position, topic: item.topic, data: Data(),
          timestamp: item.timestamp)
        return try Rewrite(from: item, to: empty)
      })
  }

  private func event(
    _ version: Int, _ payload: PerformanceEvent, of performance: UUID? = nil
  ) -> DomainEvent<PerformanceEvent> {
    DomainEvent(
      entityID: performance ?? hamlet, entityVersion: version, timestamp: Timestamp(microseconds: version),
      payload: payload)
  }
}
