// Exercise 26 · Half a booking
//
// `Booking` is the aggregate of the exercise before: a save publishes all its pending events as one list. The policy
// below stores what is published and prints the tickets. One evening the disk was full, and a customer who had booked
// four seats sat there with two tickets. The booking could not be saved again either, when there was room: the desk was
// told that somebody else had been first, and there was nobody else. It was the same when the printer jammed.
//
// The events come as one list, and they arrive in the database one by one; and who prints does so while they are stored.
// Mend both:
//
// 1. A save stores all of its events or none.
// 2. There are tickets only for what was stored.
// 3. If the printer jams, the booking is saved all the same. The desk gets a `StoredButNotHandled`, which says so.
//
// Run it: swift run kit check 26
// Or, in the folder Exercises: swift test --filter Exercise26

public import BoxOffice
public import EventSourcing

/// Stores the events of bookings, and prints a ticket for each reserved seat.
public final class BookingPolicy: Sendable {
  private let bus: EventBus
  private let subscriptions: [EventBus.Subscription]

  public init(
    eventStore: EventStore<DomainEvent<BookingEvent>>, printer: TicketPrinter, bus: EventBus = .current
  ) throws {
    self.bus = bus
    // exercise
    //| subscriptions = [
    //|   try bus.storeEvents(of: BookingEvent.self) { events in
    //|     for event in events {
    //|       try await eventStore.append(event)
    //|       if case .seatReserved(let row, let seat) = event.payload {
    //|         try printer.print(Seat(row: row, number: seat))
    //|       }
    //|     }
    //|   }
    //| ]
    subscriptions = [
      try bus.storeEvents(of: BookingEvent.self) { events in
        try await eventStore.append(events)
      },
      bus.subscribe(to: BookingEvent.self) { events in
        for event in events {
          if case .seatReserved(let row, let seat) = event.payload {
            try printer.print(Seat(row: row, number: seat))
          }
        }
      },
    ]
    // exercise.end
  }

  /// Stops storing and printing.
  public func close() {
    subscriptions.forEach(bus.unsubscribe)
  }
}
