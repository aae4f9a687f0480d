package import EventSourcing
package import EventSourcingPostgreSQL
package import EventSourcingSQLite
package import Foundation
import GRDB

/// The content of a view that has a row for each till, whatever keeps it.
package protocol TillContent {
  mutating func makeTables() throws
  mutating func add(_ id: UUID, cents: Int, position: Int) throws
}

package struct TillRows: TillContent, Sendable {
  package var rows: [UUID: TillRow] = [:]

  package init() {}

  package mutating func makeTables() {}

  package mutating func add(_ id: UUID, cents: Int, position: Int) {
    let row = rows[id] ?? TillRow()
    rows[id] = TillRow(count: row.count + 1, cents: row.cents + cents, last: position)
  }
}

extension SQLiteViewContent: TillContent {
  package func makeTables() throws {
    try execute(
      "CREATE TABLE \(tables["tills"]) (id BLOB PRIMARY KEY, count INTEGER, cents INTEGER, last INTEGER)")
  }

  package func add(_ id: UUID, cents: Int, position: Int) throws {
    try execute(
      """
      INSERT INTO \(tables["tills"]) (id, count, cents, last) VALUES (?, 1, ?, ?) ON CONFLICT (id)
      DO UPDATE SET count = count + 1, cents = cents + excluded.cents, last = excluded.last
      """, [id, cents, position])
  }
}

extension PostgreSQLViewContent: TillContent {
  package func makeTables() throws {
    try execute("CREATE TABLE \(tables["tills"]) (id uuid PRIMARY KEY, count int8, cents int8, last int8)")
  }

  package func add(_ id: UUID, cents: Int, position: Int) throws {
    try send(
      """
      INSERT INTO \(tables["tills"]) AS stored (id, count, cents, last) VALUES ($1, 1, $2, $3) ON CONFLICT (id)
      DO UPDATE SET count = stored.count + 1, cents = stored.cents + excluded.cents, last = excluded.last
      """, [.uuid(id), .int(cents), .int(position)])
  }
}

/// A till is jammed, and the projection does not know what to do about it.
package struct Jam: Error {
  package init() {}
}

extension Projection where V.Content: TillContent {
  /// - Parameters:
  ///   - factor: By which each amount is multiplied, so that a version can be told from another.
  ///   - seen: Gets each event that is applied, also if that comes to nothing.
  package static func tills(
    in view: V.Type, version: Int = 1, factor: Int = 1, refusingJams: Bool = false,
    seen: @escaping @Sendable (DomainEvent<Till>) -> Void = { _ in }
  ) throws -> Projection {
    try Projection("tills", version: version, of: EventCatalog.ofShop(), in: view)
      .preparing { view in try view.makeTables() }
      .when(Till.self) { event, view in
        seen(event)
        if refusingJams, event.payload == .jammed { throw Jam() }
        var cents = 0
        if case .sold(let amount) = event.payload { cents = amount }
        try view.add(event.entityID, cents: cents * factor, position: event.entityVersion)
      }
  }
}
