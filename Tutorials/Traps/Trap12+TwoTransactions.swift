import EventSourcing
import EventSourcingSQLite
import Foundation
import GRDB
import Step1Events
import Step5Application
import Story

extension Trap12 {
  /// What was counted is stored, and then how far that has come: the program may end in between.
  enum TwoTransactions {
    /// The program is ended here, as by a power cut.
    private struct PowerCut: Error, CustomStringConvertible {
      let description = "The power is cut."
    }

    /// Counts what has happened to examples, with a row for the count and one for the position.
    private struct Counter {
      let database: SQLiteDatabase
      let log: any NotificationLog

      func run(isCutOff: Bool) async throws {
        let position = try await database.read { db in
          try Int.fetchOne(db, sql: "SELECT value FROM counter WHERE name = 'position'") ?? 0
        }
        let page = try await log.page(NotificationQuery(after: LogPosition(id: position), limit: 100))
        let (count, end) = (page.notifications.count, page.readUpTo.id)
        try await database.append([]) { db in
          try db.execute(sql: "UPDATE counter SET value = value + ? WHERE name = 'events'", arguments: [count])
        }
        if isCutOff { throw PowerCut() }
        try await database.append([]) { db in
          try db.execute(sql: "UPDATE counter SET value = ? WHERE name = 'position'", arguments: [end])
        }
      }
    }

    static func spring(_ story: Story) async throws {
      let database = try await SQLiteDatabase(.memory)
      let recorder = try await database.recorder()
      try await withApplication(recorder: recorder, clock: story.clock, ids: story.ids) { app in
        for number in 1...3 { _ = try await app.createExample(foo: "bar\(number)") }
      }
      let log = LocalNotificationLog(recorder)
      try await goWrong(story, database, log)
      try await cured(story, database, log)
      try await database.close()
    }

    private static func goWrong(
      _ story: Story, _ database: SQLiteDatabase, _ log: LocalNotificationLog
    ) async throws {
      story.part("Three events are to be counted. The count is stored, then the position, and between them:")
      try await database.append([]) { db in
        try db.execute(
          sql: """
            CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
            INSERT INTO counter VALUES ('events', 0), ('position', 0);
            """)
      }
      let counter = Counter(database: database, log: log)
      do {
        try await counter.run(isCutOff: true)
      } catch let error as PowerCut {
        story.refused(error)
      }
      story.say("The program is started again:")
      try await counter.run(isCutOff: false)
      let counted = try await database.read { db in
        try Int.fetchOne(db, sql: "SELECT value FROM counter WHERE name = 'events'")
      }
      story.say("events: \(counted ?? 0)")
      guard counted == 6 else { throw NotAsTold("Nothing was counted twice.") }
    }

    private static func cured(_ story: Story, _ database: SQLiteDatabase, _ log: LocalNotificationLog) async throws {
      story.part("A view and its position are stored in one transaction. It is cut off at the third event:")
      let view = try await SQLiteView("counter", in: database)
      do {
        try await projector(view, log, cutOffAt: 3).catchUp()
        throw NotAsTold("It was not cut off.")
      } catch let failure as ProjectionFailed where failure.underlying is PowerCut {
        story.refused(failure.underlying)
      }
      story.say("events: \(try await counted(view)), up to \(try await position(view))")
      story.say("The program is started again:")
      try await projector(view, log, cutOffAt: nil).catchUp()
      story.say("events: \(try await counted(view)), up to \(try await position(view))")
      guard try await counted(view) == 3 else { throw NotAsTold("The view has not counted each event once.") }
    }

    /// - Parameter number: At which event the power is cut, in the middle of its transaction.
    private static func projector(
      _ view: SQLiteView, _ log: LocalNotificationLog, cutOffAt number: Int?
    ) throws -> Projector<SQLiteView> {
      let projection = try Projection("counter", of: EventCatalog(.events(of: ExampleEvent.self)), in: SQLiteView.self)
        .preparing { view in
          try view.execute("CREATE TABLE \(view.tables["counts"]) (value INTEGER)")
          try view.execute("INSERT INTO \(view.tables["counts"]) VALUES (0)")
        }
        .when(ExampleEvent.self) { _, view in
          try view.execute("UPDATE \(view.tables["counts"]) SET value = value + 1")
          guard try view.count() != number else { throw PowerCut() }
        }
      return try Projector(projection, from: ["application": log], into: view)
    }

    private static func counted(_ view: SQLiteView) async throws -> Int {
      try await view.read { view in try view.count() }
    }

    private static func position(_ view: SQLiteView) async throws -> Int {
      guard let current = try await view.currentGeneration() else { return 0 }
      return try await view.position(of: "application", in: current.number)?.id ?? 0
    }
  }
}

extension SQLiteViewContent {
  fileprivate func count() throws -> Int {
    try rows("SELECT value FROM \(tables["counts"])").first?["value"] ?? 0
  }
}
