// Exercise 22 · A table with other names
//
// The theatre's book-keepers want to look into the database themselves, with a tool of their own. The tool finds what
// it needs by its names: it expects a table `box_office_log` with these columns. Nothing else is to change.
//
//   line          the number of the row among all rows        (an item's notification id)
//   performance   which performance                           (its sequence id)
//   entry         0, 1, 2 and so on, for each performance     (its position)
//   what          as in `Performance.seatsSold`               (its topic)
//   details       as in {"count":2,"to":"Ada"}                (its data)
//   happened_at   when                                        (its timestamp)
//
// 1. Give the table and its columns these names.
// 2. Fill a `LogLine` with the values of an item. Its details are text.
// 3. Open a database with this table.
//
// Run it: swift run kit check 22
// Or, in the folder Exercises: swift test --filter Exercise22

public import EventSourcing
public import EventSourcingSQLite
public import Foundation
import Practice

/// A row of the book-keepers' log.
public struct LogLine: ItemSchema, Hashable {
  // exercise: Give the table and each of its columns the name that the book-keepers use.
  //| public static let table = ItemTable.sequencedItems
  public static let table = ItemTable(
    name: "box_office_log", sequenceID: "performance", position: "entry", topic: "what", data: "details",
    timestamp: "happened_at", notificationID: "line")
  // exercise.end

  public let performance: UUID
  public let entry: Int
  public let what: String
  public let details: String
  public let happenedAt: Timestamp

  public init(_ item: SequencedItem) {
    // exercise: Take each value from the item.
    //| performance = UUID()
    //| entry = -1
    //| what = ""
    //| details = ""
    //| happenedAt = Timestamp(microseconds: 0)
    performance = item.sequenceID
    entry = item.position
    what = item.topic
    details = String(decoding: item.data, as: UTF8.self)
    happenedAt = item.timestamp
    // exercise.end
  }
}

/// Opens a database with the book-keepers' table.
///
/// - Parameter location: Where it is.
public func openLog(_ location: SQLiteLocation) async throws -> SQLiteRecorder {
  // exercise: Return a recorder on SQLite, opened with the table of `LogLine`.
  try await SQLiteRecorder(location, table: LogLine.table)
  // exercise.end
}
