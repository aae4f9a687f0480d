import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingSQLite
import Foundation
import GRDB

extension Benchmark {
  private static let entities = 1_000
  private static let events = 50_000

  /// Making a view of 50 000 events of 1 000 entities, a row changed an event, against a bare loop of SELECT, JSON and
  /// the same statement in transactions of 1 000.
  static let projecting = [
    Benchmark(
      work: Work("projection-sqlite", "A view in SQLite, against SELECT + JSON + upsert", target: .atLeast(0.7)),
      measure: projectingOnSQLite),
    Benchmark(
      work: Work(
        "projection-postgresql", "A view in PostgreSQL, against SELECT + JSON + upsert", target: .atLeast(0.7)),
      needsPostgreSQL: true, measure: projectingOnPostgreSQL),
    Benchmark(
      work: Work(
        "projection-memory", "Memory while projecting 1 000 000 events on SQLite", target: .atMost(300)),
      measure: memoryOfProjecting),
  ]

  private static func projectingOnSQLite(_ work: Work, _ session: Session) async throws -> Measurement {
    try await session.withFolder { folder in
      for name in ["view", "bare"] {
        try await SQLiteLimit("\(folder)/\(name).sqlite")
          .insertTogether(Examples.items(events, entities: entities))
      }
      let database = try await SQLiteDatabase(.file("\(folder)/view.sqlite"))
      let view = try await SQLiteView(ExampleRows.name, in: database)
      let projector = try await ExampleRows.projector(into: view, from: database.recorder())
      let bare = try BareSQLiteView("\(folder)/bare.sqlite")
      let measurement = try await session.compare(
        work, unit: "events/s",
        Contender("projector", step: events) { count in
          let time = try await timed { for _ in 0..<count / events { try await projector.rebuild() } }
          try expect(await view.events(), is: events, work.name)
          return time
        },
        with: Contender("bare loop", step: events) { count in
          let time = try await timed { for _ in 0..<count / events { try bare.make() } }
          try expect(bare.events(), is: events, "bare loop")
          return time
        })
      try await database.close()
      return measurement
    }
  }

  private static func projectingOnPostgreSQL(_ work: Work, _ session: Session) async throws -> Measurement {
    guard let server = session.server else { throw NoServer() }
    return try await withSchemas(on: server) { own, other in
      let database = try await PostgreSQLDatabase(server)
      let recorder = try await database.recorder(schema: own)
      try await PostgreSQLLimit(server, schema: own).insertEach(Examples.items(events, entities: entities))
      let view = try await PostgreSQLView(ExampleRows.name, in: database, schema: own)
      let projector = try ExampleRows.projector(into: view, from: recorder)
      let bare = try await BarePostgreSQLView(database, events: own, view: other)
      let measurement = try await session.compare(
        work, unit: "events/s",
        Contender("projector", step: events) { count in
          let time = try await timed { for _ in 0..<count / events { try await projector.rebuild() } }
          try expect(await view.events(), is: events, work.name)
          return time
        },
        with: Contender("bare loop", step: events) { count in
          let time = try await timed { for _ in 0..<count / events { try await bare.make() } }
          try expect(await bare.events(), is: events, "bare loop")
          return time
        })
      try await database.close()
      return measurement
    }
  }

  private static func memoryOfProjecting(_ work: Work, _ session: Session) async throws -> Measurement {
    let count = 1_000_000
    return try await session.withFolder { folder in
      let file = "\(folder)/events.sqlite"
      session.progress("\(work.name), storing the events")
      try await store(count, of: IDGenerator.timeOrdered.next(), in: file)
      var megabytes: [Double] = []
      // It is nearly the same each time.
      for round in 1...min(session.rounds, 3) {
        session.progress("\(work.name), round \(round)")
        let (events, bytes) = try ProjectOnce.inChild(file: file)
        try expect(events, is: count, work.name)
        megabytes.append(Double(bytes) / 1_000_000)
      }
      return Measurement(work, unit: "MB", subject: "projector", numbers: megabytes)
    }
  }
}
