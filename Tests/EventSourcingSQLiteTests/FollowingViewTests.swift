import EventSourcing
import EventSourcingSQLite
import Foundation
import GRDB
import Testing

@Suite("A view that follows a log")
struct FollowingViewTests {
  private enum Money: EventPayload {
    case deposited(cents: Int)
    static let storedName = "Money"
    enum CodingKeys: String, CodingKey, CaseIterable { case deposited }
  }

  /// Brings the view up to what is in the log: each page of events, and how far it goes, in one transaction.
  private static func follow(_ log: any Recorder, into view: SQLiteRecorder) async throws {
    let mapper = SequencedItemMapper<DomainEvent<Money>>()
    var position = try await view.lastTracked(of: "bank") ?? .beginning
    while try await log.waitForNotification(after: position, atMost: .milliseconds(50)) {
      let page = try await log.page(NotificationQuery(after: position, limit: 100, filter: .storedNames(["Money"])))
      let events = try page.notifications.map { try mapper.event(from: $0.item) }
      let tracking = TrackingRecord(upstream: "bank", from: position.id, to: page.readUpTo)
      try await view.append(try AppendRequest([], tracking: tracking)) { db in
        for case .deposited(let cents) in events.map(\.payload) {
          try db.execute(sql: "UPDATE total SET cents = cents + ?", arguments: [cents])
        }
      }
      position = page.readUpTo
    }
  }

  @Test func `counts each event once, also if it is ended and begun again, and sees that the log was replaced`()
    async throws
  {
    let (log, database) = (try await SQLiteRecorder(.memory), try await SQLiteDatabase(.memory))
    let view = try await database.recorder()
    try await view.append(
      try AppendRequest([], tracking: TrackingRecord(upstream: "other", from: 0, to: 1))
    ) { db in
      try db.execute(sql: "CREATE TABLE total (cents INTEGER NOT NULL); INSERT INTO total VALUES (0)")
    }
    let store = EventStore(of: Money.self, in: log)
    for round in 1...3 {
      let id = UUID()
      try await store.append(
        (0..<150).map {
          DomainEvent(entityID: id, entityVersion: $0, timestamp: .now, payload: .deposited(cents: 1))
        })
      try await Self.follow(log, into: view)
      let total = try await database.read { db in try Int.fetchOne(db, sql: "SELECT cents FROM total") }
      #expect(total == round * 150)
    }
    try await log.beginEpoch()
    try await store.append(
      DomainEvent(entityID: UUID(), entityVersion: 0, timestamp: .now, payload: .deposited(cents: 1)))
    await #expect(throws: LogReplaced.self) { try await Self.follow(log, into: view) }
    try await log.close()
    try await database.close()
  }
}
