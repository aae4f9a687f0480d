import EventSourcing
import EventSourcingPostgreSQL

func balances() throws -> Projection<PostgreSQLView> {
  // snippet.projection
  try Projection("balances", version: 1, of: EventCatalog(.events(of: Account.Event.self)), in: PostgreSQLView.self)
    .preparing { view in
      try view.execute("CREATE TABLE \(view.tables["balances"]) (account uuid PRIMARY KEY, cents int8 NOT NULL)")
    }
    .when(Account.Event.self) { event, view in
      let cents =
        switch event.payload {
        case .opened: 0
        case .deposited(let cents): cents
        case .withdrawn(let cents): -cents
        }
      try view.send(
        """
        INSERT INTO \(view.tables["balances"]) AS old VALUES ($1, $2)
        ON CONFLICT (account) DO UPDATE SET cents = old.cents + excluded.cents
        """, [.uuid(event.entityID), .int(cents)])
    }
  // snippet.end
}

func keepUp(_ recorder: any Recorder, in database: PostgreSQLDatabase) async throws {
  // snippet.run
  let view = try await PostgreSQLView("balances", in: database)
  let projector = try Projector(balances(), from: ["bank": LocalNotificationLog(recorder)], into: view)
  try await projector.run()
  // snippet.end
}

func richest(_ view: PostgreSQLView) async throws -> [PostgreSQLRow] {
  // snippet.read
  try await view.read { view in
    try view.query("SELECT account, cents FROM \(view.tables["balances"]) ORDER BY cents DESC LIMIT 10")
  }
  // snippet.end
}
