public import BoxOffice
private import Synchronization

/// Prints tickets, each for a seat; what is printed is in the customer's hand.
public final class TicketPrinter: Sendable {
  /// There is a piece of paper where none should be.
  public struct Jammed: Error {}

  private struct State {
    var printed: [Seat] = []
    var isJammed = false
  }

  private let state = Mutex(State())

  public init() {}

  /// The seats for which there is a ticket, in the order of printing.
  public var tickets: [Seat] { state.withLock { $0.printed } }

  /// - Throws: `Jammed`.
  public func print(_ seat: Seat) throws {
    try state.withLock { state in
      guard !state.isJammed else { throw Jammed() }
      state.printed.append(seat)
    }
  }

  /// Nothing can be printed from now on.
  public func jam() {
    state.withLock { $0.isJammed = true }
  }
}
