private import EventSourcing
public import EventSourcingSQLite
public import Foundation
private import GRDB

extension SQLiteViewContent: ExampleList {
  public func prepare() throws {
    try execute("CREATE TABLE \(tables["examples"]) (id BLOB PRIMARY KEY, foo TEXT NOT NULL)")
    try execute("CREATE INDEX \(tables["by_foo"]) ON \(tables["examples"]) (foo)")
  }

  public func set(_ id: UUID, to foo: String) throws {
    try execute(
      """
      INSERT INTO \(tables["examples"]) (id, foo) VALUES (?, ?)
      ON CONFLICT (id) DO UPDATE SET foo = excluded.foo
      """, [id, foo])
  }

  public func remove(_ id: UUID) throws {
    try execute("DELETE FROM \(tables["examples"]) WHERE id = ?", [id])
  }

  public func ids(about foo: String) throws -> [UUID] {
    try rows("SELECT id FROM \(tables["examples"]) WHERE foo = ? ORDER BY id", [foo]).map { row in row["id"] }
  }
}
