import BoxOffice
import EventSourcing
import Exercise32
import Foundation
import Practice
import Testing

@Suite("Exercise 32: a lost ticket", .timeLimit(.minutes(1)))
struct LostTicketTests {
  private struct ServerDown: Error, Equatable {}

  private let recorder = InMemoryRecorder()
  private var log: LocalNotificationLog { LocalNotificationLog(recorder) }

  /// How many seats are sold, any number but the same on each run.
  private let seats: Int

  init() {
    var generator = SeededGenerator(seed: 32)
    seats = .random(in: 2...9, using: &generator)
  }

  @Test func `each sale has its ticket, in order`() async throws {
    try await sell(to: "Ada", "Grace", "Edsger")
    var mailer = TicketMailer()
    #expect(
      try await mailed(by: &mailer) == [
        TicketMailer.Ticket(sale: 1, seats: seats, customer: "Ada"),
        TicketMailer.Ticket(sale: 2, seats: seats, customer: "Grace"),
        TicketMailer.Ticket(sale: 3, seats: seats, customer: "Edsger"),
      ], "Rule: a ticket for each sale, in the order of the log.")
  }

  @Test func `whoever runs it is told that the server has failed`() async throws {
    try await sell(to: "Ada", "Grace")
    var mailer = TicketMailer()
    await #expect(throws: ServerDown(), "Rule: who runs the program must know that something is left.") {
      try await mailer.run(log) { _ in throw ServerDown() }
    }
  }

  @Test func `a ticket that could not be mailed is mailed by the next run`() async throws {
    try await sell(to: "Ada", "Grace", "Edsger", "Barbara")
    var mailer = TicketMailer()
    let first = try await mailed(by: &mailer, failingAt: "Edsger").map(\.customer)
    let second = try await mailed(by: &mailer).map(\.customer)
    #expect(
      Set(first + second) == ["Ada", "Grace", "Edsger", "Barbara"],
      "Rule: what is not in the mail is not behind the position.")
  }

  @Test func `what was mailed is not mailed again`() async throws {
    try await sell(to: "Ada", "Grace", "Edsger", "Barbara")
    var mailer = TicketMailer()
    let first = try await mailed(by: &mailer, failingAt: "Edsger").map(\.customer)
    let second = try await mailed(by: &mailer).map(\.customer)
    let third = try await mailed(by: &mailer).map(\.customer)
    #expect(
      first == ["Ada", "Grace"] && !second.contains("Grace") && third.isEmpty,
      "Rule: the position moves behind each ticket as soon as that is in the mail.")
  }

  @Test func `many vouchers between two sales hold up nobody`() async throws {
    try await sell(to: "Ada")
    try await issueVouchers(350)
    try await sell(to: "Grace")
    var mailer = TicketMailer()
    #expect(
      try await mailed(by: &mailer).map(\.customer) == ["Ada", "Grace"],
      "Rule: a page without a sale is not the end of the log. The page says where that is.")
  }

  @Test func `at the end of the log the position is there, too`() async throws {
    try await sell(to: "Ada")
    try await issueVouchers(150)
    var mailer = TicketMailer()
    _ = try await mailed(by: &mailer)
    #expect(mailer.position.id == 151, "Rule: what was looked at and is not wanted need not be looked at again.")
  }

  @Test func `a few vouchers after the last sale are moved over`() async throws {
    try await sell(to: "Ada")
    try await issueVouchers(20)
    var mailer = TicketMailer()
    _ = try await mailed(by: &mailer)
    #expect(mailer.position.id == 21, "Rule: a page says how far it has looked, also behind its last notification.")
  }

  @Test func `an event that is unknown stops it in front of that`() async throws {
    try await sell(to: "Ada")
    try await append((0..<1).map { item("Performance.boxSold", "{}", $0) })
    try await sell(to: "Grace")
    var mailer = TicketMailer()
    await #expect(throws: UnreadableItem.self, "Rule: what this program does not know may be a sale.") {
      try await mailer.run(log) { _ in }
    }
    #expect(mailer.position.id == 1, "Rule: a newer program goes on with what was unknown.")
  }

  @Test func `a log that was restored from a backup is noticed`() async throws {
    try await sell(to: "Ada", "Grace")
    var mailer = TicketMailer()
    _ = try await mailed(by: &mailer)
    try await recorder.beginEpoch()
    await #expect(throws: LogReplaced.self, "Rule: keep the position that the page gives: it knows its log.") {
      try await mailer.run(log) { _ in }
    }
  }

  /// The tickets that a run mails, until the server fails at a customer's for once.
  private func mailed(
    by mailer: inout TicketMailer, failingAt customer: String? = nil
  ) async throws -> [TicketMailer.Ticket] {
    var mailed: [TicketMailer.Ticket] = []
    do {
      try await mailer.run(log) { ticket in
        guard ticket.customer != customer else { throw ServerDown() }
        mailed.append(ticket)
        // Whoever mails without end is stopped.
        guard mailed.count < 100 else { throw ServerDown() }
      }
    } catch is ServerDown {}
    return mailed
  }

  private func sell(to customers: String...) async throws {
    try await append(customers.map { item("Performance.seatsSold", #"{"count":\#(seats),"to":"\#($0)"}"#, 0) })
  }

  private func issueVouchers(_ count: Int) async throws {
    try await append((0..<count).map { item("Voucher.issued", #"{"cents":5000}"#, $0) })
  }

  private func append(_ items: [SequencedItem]) async throws {
    try await recorder.append(items)
  }

  private func item(_ topic: String, _ data: String, _ number: Int) -> SequencedItem {
    SequencedItem(
      sequenceID: UUID(), position: 0, topic: topic, data: Data(data.utf8), timestamp: Timestamp(microseconds: number))
  }
}
