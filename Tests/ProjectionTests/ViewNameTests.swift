import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingSQLite
import EventSourcingTestKit
import PostgreSQLSupport
import ProjectionSupport
import Testing

@Suite("The names of a view and its tables", .timeLimit(.minutes(2)))
struct ViewNameTests {
  @Test(arguments: ViewBackend.lasting)
  func `leave no room for a table that a later generation could not have`(_ backend: ViewBackend) async throws {
    // In the first generation its whole name has 63 bytes.
    let table = String(repeating: "t", count: 63 - "tills$1$1$".utf8.count)
    try await backend.withShop { shop in
      try await checkRefused(table, in: shop)
      #expect(try await shop.view.generations() == [])
    }
  }

  private func checkRefused<S: Shop>(_ table: String, in shop: S) async throws {
    let projection = try Projection("tills", of: EventCatalog.ofShop(), in: S.V.self)
      .preparing { view in _ = try (view as? any TabledContent)?.tables[table] }
    let projector = try Projector(projection, from: ["shop": LocalNotificationLog(shop.recorder)], into: shop.view)
    await #expect(throws: InvalidProjection.table(table)) { try await projector.catchUp() }
  }

  @Test(arguments: [1, 32])
  func `that the first generation can have, later ones and later versions can have`(_ length: Int) throws {
    let name = String(repeating: "p", count: length)
    func isPossible(_ table: String, version: Int, generation: Int) -> Bool {
      let tables = ViewTables(
        projection: name, generation: ViewGeneration(number: generation, version: version, state: .building)
      ) { $0 }
      guard let whole = try? tables[table] else { return false }
      return whole.utf8.count <= 63
    }
    let possible = (1...63).map { String(repeating: "t", count: $0) }
      .filter { isPossible($0, version: 1, generation: 1) }
    #expect(possible.count >= 16)
    for table in possible {
      for (version, generation) in [(1, 10), (10, 1), (9_999, 99_999_999)] {
        #expect(isPossible(table, version: version, generation: generation))
      }
    }
    // A version may be a date, and then has as many digits for a long time.
    #expect(isPossible("tills", version: 20_261_129, generation: 99_999_999))
  }

  @Test func `may not differ in capital letters alone in SQLite, where they would share tables`() async throws {
    let database = try await SQLiteDatabase(.memory)
    let first = try await SQLiteView("Sales", in: database)
    let early = try await SQLiteView("sALES", in: database)
    for version in 1...4 {
      _ = try await first.begin(version: version, isCurrent: version == 1) { try $0.makeTables() }
    }
    let error = InvalidProjection.equalButForCapitals(projection: "sales", other: "Sales")
    await #expect(throws: error) { try await SQLiteView("sales", in: database) }
    #expect(["“sales”", "“Sales”"].allSatisfy { error.description.contains($0) })
    for isCurrent in [true, false] {
      await #expect(throws: InvalidProjection.equalButForCapitals(projection: "sALES", other: "Sales")) {
        _ = try await early.begin(version: 1, isCurrent: isCurrent) { try $0.makeTables() }
      }
    }
    // With an accent it is another name, also to SQLite.
    for name in ["SALÉS", "SALéS"] {
      _ = try await SQLiteView(name, in: database).begin(version: 1, isCurrent: true) { try $0.makeTables() }
    }
    // It still is what it was.
    #expect(try await SQLiteView("Sales", in: database).generations().count == 4)
    try await database.close()
  }

  @Test func `may differ in capital letters alone in PostgreSQL`() async throws {
    try await withSchema { server, schema in
      let database = try await PostgreSQLDatabase(server, options: PostgreSQLOptions(maximumConnections: 2))
      for (count, name) in ["Sales", "sales"].enumerated() {
        let view = try await PostgreSQLView(name, in: database, schema: schema)
        _ = try await view.begin(version: 1, isCurrent: true) { view in
          try view.makeTables()
          for till in 0...count { try view.add(.till(till), cents: 1, position: 0) }
        }
      }
      #expect(try await PostgreSQLView("Sales", in: database, schema: schema).tills().count == 1)
      #expect(try await PostgreSQLView("sales", in: database, schema: schema).tills().count == 2)
      try await database.close()
    }
  }
}

/// Has tables whose names are made of the view's.
private protocol TabledContent {
  var tables: ViewTables { get }
}

extension SQLiteViewContent: TabledContent {}
extension PostgreSQLViewContent: TabledContent {}
