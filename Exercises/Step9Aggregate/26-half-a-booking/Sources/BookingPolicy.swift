// Exercise 26 · Half a booking
//
// `Booking` is the aggregate of the exercise before: a save publishes all its pending events as one list. The policy
// below stores what is published and prints the tickets. One evening the disk was full, and a customer who had booked
// four seats sat there with two tickets. The booking could not be saved again either, when there was room: the desk was
// told that somebody else had been first, and there was nobody else.
//
// The events come as one list, and they arrive in the database one by one. Find the place, and mend it:
// a save stores all of its events or none; and there are tickets only for what was stored.
//
// Run it: swift run kit check 26
// Or, in the folder Exercises: swift test --filter Exercise26

public import BoxOffice
public import EventSourcing

/// Stores the events of bookings, and prints a ticket for each reserved seat.
public final class BookingPolicy: Sendable {
  private let bus: EventBus
  private let subscription: EventBus.Subscription

  public init(
    eventStore: EventStore<DomainEvent<BookingEvent>>, printer: TicketPrinter, bus: EventBus = .current
  ) {
    self.bus = bus
    subscription = bus.subscribe(to: BookingEvent.self) { events in
      for event in events {
        try await eventStore.append(event)
        if case .seatReserved(let row, let seat) = event.payload {
          printer.print(Seat(row: row, number: seat))
        }
      }
    }
  }

  /// Stops storing.
  public func close() {
    bus.unsubscribe(subscription)
  }
}
