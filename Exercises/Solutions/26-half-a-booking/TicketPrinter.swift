public import BoxOffice
private import Synchronization

/// Prints tickets, each for a seat; what is printed is in the customer's hand.
public final class TicketPrinter: Sendable {
  private let printed = Mutex<[Seat]>([])

  public init() {}

  /// The seats for which there is a ticket, in the order of printing.
  public var tickets: [Seat] { printed.withLock { $0 } }

  public func print(_ seat: Seat) {
    printed.withLock { $0.append(seat) }
  }
}
