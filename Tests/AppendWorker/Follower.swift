import EventSourcing
import EventSourcingPostgreSQL
import Foundation

/// A reader of the notification sequence, until its input ends and there is no more to read.
///
/// It is a process of its own: among the tests it would come too late to see anything happen.
enum Follower {
  /// So many that it comes to the newest item each time, where others are being written: further back there is nothing
  /// to miss.
  private static let page = 50_000

  /// Follows as the contract allows it: from the last notification that a recorder has given.
  static func follow(_ database: SharedDatabase) async throws {
    let recorder = try await database.recorder()
    try await recorder.closing {
      try await readOn { last in try await recorder.notifications(after: last, limit: page).map(\.id) }
    }
  }

  /// Follows as one would who knows nothing of writers that are still at work: from the last id in the table.
  ///
  /// Only PostgreSQL has a table that can be read so. SQLite has one writer at a time.
  static func trust(_ connection: String, _ schema: String) async throws {
    let hand = try PostgreSQLHand(connection)
    try await readOn { last in
      try await hand.run(
        """
        SELECT notification_id FROM \(schema).sequenced_items
        WHERE notification_id > \(last) ORDER BY notification_id LIMIT \(page)
        """
      ).compactMap { $0.flatMap { Int($0) } }
    }
  }

  /// Says the ids of each page in a line, the first when it has begun.
  private static func readOn(page: (_ last: Int) async throws -> [Int]) async throws {
    let end = Signal()
    Thread.detachNewThread {
      while readLine() != nil {}
      end.give()
    }
    var last = 0
    say("")
    while true {
      let isLast = end.isGiven
      let ids = try await page(last)
      if !ids.isEmpty { say(ids.map(String.init).joined(separator: " ")) }
      if isLast && ids.isEmpty { return }
      last = ids.last ?? last
    }
  }
}
