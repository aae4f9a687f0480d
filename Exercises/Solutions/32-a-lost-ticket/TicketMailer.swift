// Exercise 32 · A lost ticket
//
// Who has bought seats gets the tickets by mail. A program reads the log and mails them; it runs every few minutes, keeps
// its position in between, and goes on there. Each ticket has its sale's number, so the mail server drops one that it is
// given for a second time.
//
// There are complaints:
//
// - On Monday the mail server was down for a moment. Some customers have never got their tickets, though the program ran
//   again and reported no error.
// - In the week before Christmas hundreds of vouchers were sold, and after that no ticket was mailed any more.
//
// Find out why, and mend `run`:
//
// 1. Each sale has its ticket mailed. If the mail server fails, `run` throws its error, and the next run goes on with the
//    ticket that has failed. What was mailed before is not mailed again.
// 2. However much others do, `run` goes on to the end of the log. It looks at a hundred rows at a time, so leave `query`
//    as it is.
// 3. Where the run has come to the end, the position is there, too.
//
// Run it: swift run kit check 32
// Or, in the folder Exercises: swift test --filter Exercise32

import BoxOffice
public import EventSourcing
import Practice

/// Mails the tickets of all sales, and keeps how far it has come.
public struct TicketMailer: Codable, Equatable, Sendable {
  public struct Ticket: Hashable, Sendable {
    /// The notification id of the sale.
    public let sale: Int
    public let seats: Int
    public let customer: String

    public init(sale: Int, seats: Int, customer: String) {
      self.sale = sale
      self.seats = seats
      self.customer = customer
    }
  }

  /// Behind what was dealt with.
  public private(set) var position = LogPosition.beginning

  public init() {}

  /// Mails what is to be mailed by now.
  ///
  /// - Throws: What `mail` throws; `UnreadableItem`, `LogReplaced`, what reading throws.
  public mutating func run(
    _ log: any NotificationLog, mail: (Ticket) async throws -> Void
  ) async throws {
    // exercise
    //| while true {
    //|   let page = try await log.page(query)
    //|   guard !page.notifications.isEmpty else { return }
    //|   position = page.readUpTo
    //|   for notification in page.notifications {
    //|     if let ticket = try ticket(for: notification) { try await mail(ticket) }
    //|   }
    //| }
    while true {
      let page = try await log.page(query)
      for notification in page.notifications {
        if let ticket = try ticket(for: notification) { try await mail(ticket) }
        position = page.position(after: notification)
      }
      position = page.readUpTo
      if page.isAtEnd { return }
    }
    // exercise.end
  }

  /// What is behind the position, a hundred rows of it: all that happened to performances.
  private var query: NotificationQuery {
    NotificationQuery(
      after: position, limit: 100, filter: .storedNames([PerformanceEvent.storedName]), rows: 100)
  }

  /// The ticket of a sale; `nil` if it was none.
  ///
  /// - Throws: `UnreadableItem` if this program does not know the event.
  private func ticket(for notification: ItemNotification) throws -> Ticket? {
    let event = try SequencedItemMapper<DomainEvent<PerformanceEvent>>().event(from: notification.item)
    guard case .seatsSold(let count, let customer) = event.payload else { return nil }
    return Ticket(sale: notification.id, seats: count, customer: customer)
  }
}
