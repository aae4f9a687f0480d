import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import GRDB
import PostgreSQLSupport
import ProjectionSupport
import Testing

@Suite("A reaction with a mistake in its SQL", .timeLimit(.minutes(2)))
struct MistakenStatementTests {
  @Test(arguments: [[], [1, 2]])
  func `stops the projector, or is parked, if its values are too few or too many for SQLite`(
    _ values: [Int]
  ) async throws {
    let database = try await SQLiteDatabase(.memory)
    let projection = try Projection("mistaken", of: EventCatalog.ofShop(), in: SQLiteView.self)
      .when(Till.self) { _, view in _ = try view.rows("SELECT ?", StatementArguments(values)) }
    try await check(
      projection, into: SQLiteView("mistaken", in: database), recorder: database.recorder(),
      words: "wrong number of statement arguments")
    try await database.close()
    // What was closed is still told as such.
    await #expect(throws: RecorderError.closed) { try await database.read { try $0.execute(sql: "SELECT 1") } }
  }

  @Test(arguments: ["", "COPY projection_parked FROM STDIN", "COPY (SELECT 1) TO STDOUT"])
  func `stops the projector, or is parked, if it is nothing that PostgreSQL can be sent`(_ sql: String) async throws {
    try await withSchema { server, schema in
      let database = try await PostgreSQLDatabase(server, options: PostgreSQLOptions(maximumConnections: 2))
      let sql = sql.replacing("projection_parked", with: "\"\(schema)\".projection_parked")
      let projection = try Projection("mistaken", of: EventCatalog.ofShop(), in: PostgreSQLView.self)
        .when(Till.self) { _, view in try view.send(sql) }
      try await check(
        projection, into: PostgreSQLView("mistaken", in: database, schema: schema),
        recorder: database.recorder(schema: schema), words: sql.isEmpty ? "empty" : "COPY")
      try await database.close()
    }
  }

  private func check<V: View>(
    _ projection: Projection<V>, into view: V, recorder: any Recorder, words: String
  ) async throws {
    try await recorder.append(items([Till.opened, .sold(cents: 5)], of: .till(0)))
    let log = LocalNotificationLog(recorder)
    let stopped = await #expect(throws: ProjectionFailed.self) {
      try await Projector(
        projection, from: ["shop": log], into: view, options: ProjectorOptions(patience: .milliseconds(100))
      ).catchUp()
    }
    #expect(stopped?.notificationID == 1)
    let reason = stopped.map { String(describing: $0.underlying) }
    #expect(reason?.contains(words) == true, "\(reason ?? "nothing")")
    let projector = try Projector(
      projection, from: ["shop": log], into: view,
      options: ProjectorOptions(onFailure: .park(atMost: 10), patience: .milliseconds(100)))
    try await projector.catchUp()
    let parked = try await projector.parked()
    #expect(parked.map(\.notificationID) == [1, 2])
    #expect(parked.first?.reason.contains(words) == true)
    // Others are appended after it.
    try await recorder.append(items([Visit.noted], of: UUID()))
  }
}
