import EventSourcing
import EventSourcingPostgreSQL
import Foundation
import PostgreSQLSupport
import ProcessSupport
import Testing
import append_worker

@Suite("A reader that follows eight processes", .timeLimit(.minutes(5)))
struct FollowingTests {
  private static let writers = 8

  @Test(arguments: zip(SharedBackend.allCases, [40_000, 104_000]))
  func `sees each item once, in order, and misses none`(_ backend: SharedBackend, _ items: Int) async throws {
    try await backend.withDatabase { own, children in
      let recorder = try await own.recorder()
      let end = Signal()
      async let following = follow(until: end) { last in
        try await recorder.notifications(after: last, limit: 1_000).map(\.id)
      }
      async let trusting = followTrustingly(own, until: end)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<Self.writers {
          group.addTask {
            let load = ["load", "\(writer)", "\(items / Self.writers)"]
            let (ending, _, errors) = try await run("append-worker", load + children.arguments)
            #expect(ending == .exited(0), "\(errors)")
          }
        }
        try await group.waitForAll()
      }
      end.give()
      let followed = try await following
      let all = try await recorder.notifications(after: 0, limit: .max).map(\.id)
      let missed = Set(all).subtracting(followed).count
      let isInOrder = zip(followed, followed.dropFirst()).allSatisfy(<)
      #expect(all.count == items)
      #expect(missed == 0)
      #expect(followed.count == items)
      #expect(isInOrder)
      if let trusted = try await trusting?.count {
        #expect(trusted < items, "no smaller id came after a larger one, so this run has proved nothing")
      }
      try await recorder.close()
    }
  }

  /// What is seen by a reader of PostgreSQL that goes on from the last id there is: it shows that the danger was there.
  ///
  /// SQLite has one writer at a time, so there is no danger.
  private func followTrustingly(_ database: SharedDatabase, until end: Signal) async throws -> [Int]? {
    guard case .postgreSQL(let server, let schema) = database else { return nil }
    return try await withHand(server) { hand in
      try await follow(until: end) { last in
        try await hand.run(
          """
          SELECT notification_id FROM \(schema).sequenced_items
          WHERE notification_id > \(last) ORDER BY notification_id LIMIT 1000
          """
        ).compactMap { $0.flatMap { Int($0) } }
      }
    }
  }

  private func follow(
    until end: Signal, page: (_ last: Int) async throws -> [Int]
  ) async throws -> [Int] {
    var seen: [Int] = []
    while true {
      try Task.checkCancellation()
      let isLast = end.isGiven
      let next = try await page(seen.last ?? 0)
      seen += next
      if isLast && next.isEmpty { return seen }
    }
  }
}
