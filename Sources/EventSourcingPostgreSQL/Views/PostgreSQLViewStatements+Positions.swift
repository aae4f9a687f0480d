import EventSourcing
import Foundation

extension PostgreSQLViewStatements {
  /// What a change is held against.
  struct Found: Sendable {
    let generation: ViewGeneration?
    let position: LogPosition?
    let parked: ParkedSequences
  }

  func position(
    _ transaction: PostgreSQLTransaction, of upstream: String, in generation: Int
  ) throws -> LogPosition? {
    try transaction.query(
      """
      SELECT notification_id, log, digest FROM \(positionsTable)
      WHERE projection = $1 AND generation = $2 AND upstream = $3
      """, [name, .int(generation), .text(upstream)]
    ).first.map { row in
      guard let id = try row.int("notification_id") else { throw Self.damaged }
      return LogPosition(
        id: id, log: try row.uuid("log"), digest: try row.int("digest").map(ItemDigest.init(rawValue:)))
    }
  }

  /// Looks how things stand, and keeps all others from changing the generation until the transaction ends: of two that
  /// would change it one waits, and then sees what the other has done.
  func lock(_ transaction: PostgreSQLTransaction, _ generation: Int, _ upstream: String) throws -> Found {
    let place: [PostgreSQLParameter] = [.text(projection), .int(generation)]
    let statements: [PostgreSQLTable.Statement] = [
      (
        """
        SELECT version, state FROM \(generationsTable)
        WHERE projection = $1::text AND generation = $2::int8 AND state <> 'removed' FOR NO KEY UPDATE
        """, place
      ),
      (
        """
        SELECT notification_id, log, digest FROM \(positionsTable)
        WHERE projection = $1::text AND generation = $2::int8 AND upstream = $3::text FOR UPDATE
        """, place + [.text(upstream)]
      ),
      (
        """
        SELECT upstream = $3::text, sequence_id, pg_catalog.count(*) FROM \(parkedTable)
        WHERE projection = $1::text AND generation = $2::int8 AND outcome IS NULL GROUP BY 1, 2
        """, place + [.text(upstream)]
      ),
    ]
    return try transaction.ownPipeline(statements) { results in try Self.found(results, generation) }
  }

  private static func found(_ results: [PostgreSQLResult], _ generation: Int) throws -> Found {
    let state = try results[0].first { row in
      guard let state = ViewGeneration.State(rawValue: row.text(1)) else { throw damaged }
      return ViewGeneration(number: generation, version: try row.int(0), state: state)
    }
    let position = try results[1].first { row in
      LogPosition(
        id: try row.int(0), log: try row.optionalUUID(1),
        digest: try row.optionalInt(2).map(ItemDigest.init(rawValue:)))
    }
    var total = 0
    var sequences: Set<UUID> = []
    for (isOwn, sequenceID, count) in try results[2].map({ (try $0.bool(0), try $0.uuid(1), try $0.int(2)) }) {
      total += count
      if isOwn { sequences.insert(sequenceID) }
    }
    return Found(
      generation: state, position: position, parked: ParkedSequences(total: total, sequences: sequences))
  }

  /// - Parameter found: The position that was there; `nil` if there was none.
  /// - Returns: Whether it was set: not if somebody else has set the first one meanwhile.
  func set(
    _ transaction: PostgreSQLTransaction, _ position: LogPosition, of upstream: String, _ generation: Int,
    after found: LogPosition?
  ) throws -> Bool {
    let change =
      found == nil
      ? """
      INSERT INTO \(positionsTable) (projection, generation, upstream, notification_id, log, digest)
      VALUES ($1::text, $2::int8, $3::text, $4::int8, $5::uuid, $6::int8) ON CONFLICT DO NOTHING
      """
      : """
      UPDATE \(positionsTable) SET notification_id = $4::int8, log = $5::uuid, digest = $6::int8
      WHERE projection = $1::text AND generation = $2::int8 AND upstream = $3::text
      """
    let values: [PostgreSQLParameter] = [
      .text(projection), .int(generation), .text(upstream), .int(position.id), .optionalUUID(position.log),
      .optionalInt(position.digest?.rawValue),
    ]
    return try transaction.ownPipeline([(change, values)]) { results in results.first?.changes == 1 }
  }
}
