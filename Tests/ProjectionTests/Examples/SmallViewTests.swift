import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import ProjectionSupport
import Testing

/// The view that README shows.
@Suite("A small view", .timeLimit(.minutes(1)))
struct SmallViewTests {
  // snippet.projection
  private static func totals() throws -> Projection<SQLiteView> {
    try Projection("totals", of: EventCatalog(.events(of: Till.self)), in: SQLiteView.self)
      .preparing { view in
        try view.execute("CREATE TABLE \(view.tables["totals"]) (till BLOB PRIMARY KEY, cents INTEGER)")
      }
      .when(Till.self) { event, view in
        guard case .sold(let cents) = event.payload else { return }
        try view.execute(
          """
          INSERT INTO \(view.tables["totals"]) (till, cents) VALUES (?, ?)
          ON CONFLICT (till) DO UPDATE SET cents = cents + excluded.cents
          """, [event.entityID, cents])
      }
  }
  // snippet.end

  @Test func `has what was just written, when that was waited for`() async throws {
    try await withTemporaryFolder { folder in
      // snippet.run
      let database = try await SQLiteDatabase(.file("\(folder)/shop.sqlite"))
      let recorder = try await database.recorder()
      let view = try await SQLiteView("totals", in: database)
      let projector = try Projector(Self.totals(), from: ["shop": LocalNotificationLog(recorder)], into: view)
      let running = Task { try await projector.run() }

      let ids = try await recorder.append(items([Till.opened, .sold(cents: 500), .sold(cents: 20)], of: .till(1)))
      try await projector.wait(for: ids[2], of: "shop", atMost: .seconds(5))
      let cents = try await view.read { view in
        try Int.fetchOne(view.db, sql: "SELECT sum(cents) FROM \(view.tables["totals"])")
      }
      // snippet.end
      #expect(cents == 520)
      running.cancel()
      _ = await running.result
      try await database.close()
    }
  }
}
