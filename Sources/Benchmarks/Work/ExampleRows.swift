import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingSQLite
import Foundation
import GRDB
import Step1Events

/// A view with a row for each entity of the steps, which each event changes.
enum ExampleRows {
  static let name = "examples"

  static func projector(into view: SQLiteView, from recorder: any Recorder) throws -> Projector<SQLiteView> {
    let projection = try Projection(name, of: EventCatalog(.events(of: ExampleEvent.self)), in: SQLiteView.self)
      .preparing { view in
        try view.execute("CREATE TABLE \(view.tables["rows"]) (id BLOB PRIMARY KEY, events INTEGER, value TEXT)")
      }
      .when(ExampleEvent.self) { event, view in
        try view.execute(
          sqliteUpsert(into: view.tables["rows"]), [event.entityID, event.payload.value])
      }
    return try Projector(projection, from: ["examples": LocalNotificationLog(recorder)], into: view)
  }

  static func projector(
    into view: PostgreSQLView, from recorder: any Recorder
  ) throws -> Projector<PostgreSQLView> {
    let projection = try Projection(name, of: EventCatalog(.events(of: ExampleEvent.self)), in: PostgreSQLView.self)
      .preparing { view in
        try view.execute("CREATE TABLE \(view.tables["rows"]) (id uuid PRIMARY KEY, events int8, value text)")
      }
      .when(ExampleEvent.self) { event, view in
        try view.send(
          postgreSQLUpsert(into: view.tables["rows"]), [.uuid(event.entityID), .text(event.payload.value)])
      }
    return try Projector(projection, from: ["examples": LocalNotificationLog(recorder)], into: view)
  }

  static func sqliteUpsert(into table: String) -> String {
    """
    INSERT INTO \(table) (id, events, value) VALUES (?, 1, ?)
    ON CONFLICT (id) DO UPDATE SET events = events + 1, value = excluded.value
    """
  }

  static func postgreSQLUpsert(into table: String) -> String {
    """
    INSERT INTO \(table) AS stored (id, events, value) VALUES ($1, 1, $2)
    ON CONFLICT (id) DO UPDATE SET events = stored.events + 1, value = excluded.value
    """
  }
}

extension ExampleEvent {
  fileprivate var value: String {
    switch self {
    case .created(let foo): foo
    case .valueChanged(_, let value): value
    case .discarded: ""
    }
  }
}

extension SQLiteView {
  /// How many events have changed the view.
  func events() async throws -> Int {
    try await read { view in try Int.fetchOne(view.db, sql: "SELECT sum(events) FROM \(view.tables["rows"])") ?? 0 }
  }
}

extension PostgreSQLView {
  /// How many events have changed the view.
  func events() async throws -> Int {
    try await read { view in
      try view.query("SELECT sum(events)::int8 AS events FROM \(view.tables["rows"])").first?.int("events") ?? 0
    }
  }
}

/// The value of an event in its stored form, decoded as one would who has nothing else in mind.
struct StoredValue: Decodable {
  let foo: String?
  let value: String?

  static func value(in data: Data, _ decoder: JSONDecoder) throws -> String {
    let stored = try decoder.decode(StoredValue.self, from: data)
    return stored.foo ?? stored.value ?? ""
  }
}
