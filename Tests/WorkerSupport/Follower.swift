import EventSourcing
import Foundation

/// A reader of the notification sequence, until its input ends and there is no more to read.
///
/// It is a process of its own: among the tests it would come too late to see anything happen.
package enum Follower {
  /// So many that it comes to the newest item each time, where others are being written: further back there is nothing
  /// to miss.
  package static let page = 50_000

  /// Follows as the contract allows it: from the last notification that a recorder has given.
  static func follow(_ recorder: any Recorder) async throws {
    try await readOn { last in try await recorder.notifications(after: last, limit: page).map(\.id) }
  }

  /// Says the ids of each page in a line, the first when it has begun.
  package static func readOn(page: (_ last: Int) async throws -> [Int]) async throws {
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
