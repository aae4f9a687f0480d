import EventSourcingSQLite
import Foundation
import GRDB

/// A view of somebody's own beside the items: how many there are.
enum Totals {
  static func make(in database: SQLiteDatabase) async throws {
    try await database.append([]) { db in
      try db.execute(sql: "CREATE TABLE totals (id INTEGER PRIMARY KEY, total INTEGER NOT NULL CHECK (total < 1000))")
      try db.execute(sql: "INSERT INTO totals VALUES (1, 0)")
    }
  }

  static func add(_ number: Int, _ db: Database) throws {
    try db.execute(sql: "UPDATE totals SET total = total + ?", arguments: [number])
  }

  static func total(in database: SQLiteDatabase) async throws -> Int? {
    try await database.read { db in try Int.fetchOne(db, sql: "SELECT total FROM totals") }
  }
}
