// Exercise 09 · An old event shape
//
// Until last year the till wrote down prices in euros, as decimal numbers: 19.99. Sums of such numbers are a cent off
// now and then, and the tax office does not like that. Since New Year prices are whole cents. The enum below has them
// already, but what was stored before is still in euros, and cannot be read any more.
//
// Stored rows are never changed. Bring the old shapes up to date when they are read: that is an upcast, one step from
// an older shape to the next. Look at Sources/EventSourcing/Domain/Events/Upcast.swift, and at `upcasts` in
// EventPayload.swift beside it.
//
// What is stored, one event a line, topic and data:
//   Till.ticketSold {"price":19.99,"seat":"C7"}
//   Till.ticketRefunded {"price":19.99}
//   Till.closed {}
//
// What is to be stored from now on. The version after the at sign is the library's work:
//   Till.ticketSold@2 {"cents":1999,"seat":"C7"}
//   Till.ticketRefunded@2 {"cents":1999}
//   Till.closed {}
//
// Beware: a computer has no 19.99. It has the nearest number that it can write down, and that may be a little less.
//
// Run it: swift run kit check 09
// Or, in the folder Exercises: swift test --filter Exercise09

public import EventSourcing

/// What can happen at the till.
public enum TillEvent: EventPayload, Hashable {
  case ticketSold(seat: String, cents: Int)
  case ticketRefunded(cents: Int)
  case closed

  public static let storedName = "Till"

  public enum CodingKeys: String, CodingKey, CaseIterable {
    case ticketSold, ticketRefunded, closed
  }

  // TODO: Describe the old shapes, and give the step from each of them to the new one.
}
