import EventSourcing
package import EventSourcingPostgreSQL
package import EventSourcingSQLite
package import Foundation
import GRDB

extension SQLiteView {
  /// What the current generation has.
  package func tills() async throws -> [UUID: TillRow] {
    try await read { view in
      try view.rows("SELECT * FROM \(view.tables["tills"])").reduce(into: [:]) { rows, row in
        rows[row["id"]] = TillRow(count: row["count"], cents: row["cents"], last: row["last"])
      }
    }
  }
}

extension PostgreSQLView {
  /// What the current generation has.
  package func tills() async throws -> [UUID: TillRow] {
    try await read { view in
      try view.query("SELECT * FROM \(view.tables["tills"])").reduce(into: [:]) { rows, row in
        guard let id = try row.uuid("id") else { return }
        rows[id] = TillRow(
          count: try row.int("count") ?? 0, cents: try row.int("cents") ?? 0, last: try row.int("last") ?? 0)
      }
    }
  }
}
