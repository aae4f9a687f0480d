public import BoxOffice
public import EventSourcing

/// A booking whose seats can be exchanged: yours, or one with a bug that a scenario is to find.
public protocol Exchanging: Aggregate where Event == BookingEvent {
  /// The seats it has now.
  var seats: [Seat] { get }

  /// Gives some seats back and takes others.
  mutating func exchange(_ old: [Seat], for new: [Seat]) throws
}
