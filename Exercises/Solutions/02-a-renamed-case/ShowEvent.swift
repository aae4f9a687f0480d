// Exercise 02 · A renamed case
//
// Somebody tidied up. `PerformanceEvent` became `ShowEvent`, the case `seatsReturned` became `seatsGivenBack`, and the
// label `to` of a sale became `customer`. It compiled, and was shipped. Since then the box office cannot read what it
// stored before: three names were derived from the code, so they changed with it.
//
// Find the three places, and make the old events readable again. The new names in the code are good: keep them.
// Events stored from now on must have the old stored names too, because the old program still runs at the other desk.
//
// What is stored, one event a line, topic and data:
//   Performance.scheduled {"seats":120,"title":"Hamlet"}
//   Performance.seatsSold {"count":2,"to":"Ada"}
//   Performance.seatsReturned {"count":1}
//
// Run it: swift run kit check 02
// Or, in the folder Exercises: swift test --filter Exercise02

public import EventSourcing

/// What can happen to a show.
public enum ShowEvent: EventPayload, Hashable {
  case scheduled(title: String, seats: Int)
  case seatsSold(count: Int, customer: String)
  case seatsGivenBack(count: Int)

  // exercise
  //| /// The first part of each topic.
  //| public static var storedName: String { "\(Self.self)".replacing("Event", with: "") }
  /// The first part of each topic: once the name of the type, and for ever what it was then.
  public static let storedName = "Performance"
  // exercise.end

  /// The cases under the names they are stored by.
  public enum CodingKeys: String, CodingKey, CaseIterable {
    // exercise
    //| case scheduled, seatsSold, seatsGivenBack
    case scheduled, seatsSold
    case seatsGivenBack = "seatsReturned"
    // exercise.end
  }
  // exercise
  //|

  /// The values of `seatsSold` under the names they are stored by.
  public enum SeatsSoldCodingKeys: String, CodingKey {
    case count
    case customer = "to"
  }
  // exercise.end
}
