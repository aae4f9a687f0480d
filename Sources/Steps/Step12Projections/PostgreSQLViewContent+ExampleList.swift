private import EventSourcing
public import EventSourcingPostgreSQL
public import Foundation

extension PostgreSQLViewContent: ExampleList {
  public func prepare() throws {
    try execute("CREATE TABLE \(tables["examples"]) (id uuid PRIMARY KEY, foo text NOT NULL)")
    // The name of an index has no schema before it, and PostgreSQL chooses one.
    try execute("CREATE INDEX ON \(tables["examples"]) (foo)")
  }

  public func set(_ id: UUID, to foo: String) throws {
    // Sent together with those that follow: nothing is asked of it.
    try send(
      """
      INSERT INTO \(tables["examples"]) (id, foo) VALUES ($1, $2)
      ON CONFLICT (id) DO UPDATE SET foo = excluded.foo
      """, [.uuid(id), .text(foo)])
  }

  public func remove(_ id: UUID) throws {
    try send("DELETE FROM \(tables["examples"]) WHERE id = $1", [.uuid(id)])
  }

  public func ids(about foo: String) throws -> [UUID] {
    try query("SELECT id FROM \(tables["examples"]) WHERE foo = $1 ORDER BY id", [.text(foo)])
      .compactMap { row in try row.uuid("id") }
  }
}
