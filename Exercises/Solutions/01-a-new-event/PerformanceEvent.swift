// Exercise 01 · A new event
//
// The box office writes down what happens to a performance. Until now it knew three events. A fourth is needed:
// customers bring seats back, and the box office wants to know how many.
//
// 1. Give the enum a case `seatsReturned` with one value, a whole number labelled `count`.
// 2. Stored names are chosen, never derived: give the case its key, so that it is stored as `Performance.seatsReturned`.
// 3. Let `bringBack` at the end of this file return your new event.
//
// Run it: swift run kit check 01
// Or, in the folder Exercises: swift test --filter Exercise01

public import EventSourcing
import Practice

/// What can happen to a performance.
public enum PerformanceEvent: EventPayload, Hashable {
  case scheduled(title: String, seats: Int)
  case seatsSold(count: Int, to: String)
  case cancelled
  // exercise: Add the case `seatsReturned`, with its value `count`.
  case seatsReturned(count: Int)
  // exercise.end

  public static let storedName = "Performance"

  /// The cases under the names they are stored by.
  public enum CodingKeys: String, CodingKey, CaseIterable {
    case scheduled, seatsSold, cancelled
    // exercise: Add the key of `seatsReturned`.
    case seatsReturned
    // exercise.end
  }
}

/// What happens when a customer brings back seats.
///
/// - Parameter count: How many.
public func bringBack(_ count: Int) throws -> PerformanceEvent {
  // exercise: Return the event `seatsReturned` with this count.
  .seatsReturned(count: count)
  // exercise.end
}
