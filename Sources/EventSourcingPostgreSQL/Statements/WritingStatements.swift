import EventSourcing
import Foundation

/// What inserts items.
struct WritingStatements: Sendable {
  /// Says that a writer is at work, before it draws ids; why is said in `Settlement`.
  let announcement: String

  private let insertFirst: String
  private let insertNext: String
  private let insertTimed: String
  private let insertItems: String
  private let removePlaceholder: String
  private let storedSequences: String
  private let takenPositions: String
  private let hasMetadata: Bool

  init(_ names: PostgreSQLNames, _ columns: PostgreSQLColumns, sequence: String) {
    let (items, sequenceID, position) = (names.items, columns.sequenceID, columns.position)
    // Its `last_value` is no column to be read: for a moment it may be 32 too high.
    let announcement = """
      SELECT pg_advisory_xact_lock_shared(
        ((\(literal(items))::regclass::oid::int8 << 32) >> 32)::int4, ((id << 32) >> 32)::int4) IS NULL
      FROM (SELECT coalesce(pg_sequence_last_value(\(literal(sequence))::regclass), 0) AS id) AS drawn
      """
    let stored = "FROM \(items) AS stored WHERE \(sequenceID) ="
    let newest = "(SELECT \(position) \(stored) $1::uuid ORDER BY \(position) DESC LIMIT 1)"
    let beginning = "EXISTS (SELECT \(stored) $1::uuid AND \(position) = 0)"
    // The way of nearly every save, so it does no more than it must, and is a transaction by itself. The announcement is
    // a row that must be there before an id can be drawn beside it. An item that cannot be the next is not inserted.
    func insertion(where condition: String) -> String {
      """
      WITH announcement AS MATERIALIZED (\(announcement))
      INSERT INTO \(items) (\(columns.id), \(columns.written))
      SELECT nextval(\(literal(sequence))::regclass), $1::uuid, $2::int8, $3::text, $4::bytea, $5::int8\(
        columns.metadata == nil ? "" : ", $6::text")
      FROM announcement
      WHERE \(condition)
      RETURNING \(columns.id)
      """
    }
    self.announcement = announcement
    insertFirst = insertion(where: "\(newest) IS NULL")
    insertNext = insertion(where: "\(newest) = $2::int8 - 1 AND \(beginning)")
    insertTimed = insertion(where: "NOT \(beginning)")

    // Ids are drawn in the order of the request. The rows are then put in the order of their places, the same for all
    // writers, so that two who race for several places cannot wait for each other. For an item that cannot be the next
    // of its sequence there is no position: the server gives up the whole transaction at once. A NULL would do that
    // too, but then the server writes the whole row into its log.
    let newestOfEach = "(SELECT max(\(position)) \(stored) numbered.sequence_id)"
    let beginningOfEach = "EXISTS (SELECT \(stored) numbered.sequence_id AND \(position) = 0)"
    insertItems = """
      INSERT INTO \(items) (\(columns.id), \(columns.written))
      SELECT CASE WHEN rule = \(TableInsertion.Rule.assertion.rawValue) THEN -id ELSE id END, sequence_id,
        CASE WHEN rule = \(TableInsertion.Rule.follows.rawValue) OR CASE
            WHEN rule = \(TableInsertion.Rule.timedStart.rawValue) THEN NOT \(beginningOfEach)
            WHEN numbered.position = 0 THEN \(newestOfEach) IS NULL
            ELSE \(newestOfEach) = numbered.position - 1 AND \(beginningOfEach) END
          THEN numbered.position ELSE numbered.position / 0 END,
        topic, data, recorded\(columns.metadata == nil ? "" : ", metadata")
      FROM (
        SELECT nextval(\(literal(sequence))::regclass) AS id, request.* FROM (
          SELECT * FROM
            unnest($1::uuid[], $2::int8[], $3::text[], $4::bytea[], $5::int8[], $6::int8[]\(
              columns.metadata == nil ? "" : ", $7::text[]"))
            WITH ORDINALITY AS parts (sequence_id, position, topic, data, recorded, rule\(
              columns.metadata == nil ? "" : ", metadata"), place)
          ORDER BY place
        ) AS request
      ) AS numbered
      ORDER BY sequence_id, position
      RETURNING \(columns.id)
      """
    removePlaceholder = "DELETE FROM \(items) WHERE \(sequenceID) = $1::uuid AND \(position) = $2::int8"
    storedSequences = """
      SELECT (SELECT max(\(position)) \(stored) asked.id), EXISTS (SELECT \(stored) asked.id AND \(position) = 0)
      FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (id, place) ORDER BY place
      """
    takenPositions = """
      SELECT EXISTS (SELECT \(stored) asked.id AND \(position) = asked.at)
      FROM unnest($1::uuid[], $2::int8[]) WITH ORDINALITY AS asked (id, at, place) ORDER BY place
      """
    hasMetadata = columns.metadata != nil
  }
}

extension WritingStatements {
  typealias Statement = PostgreSQLTable.Statement

  /// What inserts one item and commits it.
  func insertion(of item: SequencedItem, as rule: TableInsertion.Rule) -> Statement {
    let sql = rule == .timedStart ? insertTimed : item.position == 0 ? insertFirst : insertNext
    let values: [PostgreSQLParameter] = [
      .uuid(item.sequenceID), .int(item.position), .text(item.topic), .data(item.data),
      .int(item.timestamp.microseconds),
    ]
    return (sql, hasMetadata ? values + [.optionalText(item.metadata)] : values)
  }

  /// What inserts items, and rows that stand for what is asserted; those have negative ids.
  func insertion(of items: [SequencedItem], as rules: [TableInsertion.Rule]) -> Statement {
    let values: [PostgreSQLParameter] = [
      .uuids(items.map(\.sequenceID)), .ints(items.map(\.position)), .texts(items.map(\.topic)),
      .datas(items.map(\.data)), .ints(items.map(\.timestamp.microseconds)), .ints(rules.map(\.rawValue)),
    ]
    return (insertItems, hasMetadata ? values + [.optionalTexts(items.map(\.metadata))] : values)
  }

  /// What takes away again the row that stood for an assertion.
  func removal(of assertion: SequenceAssertion) -> Statement {
    (removePlaceholder, [.uuid(assertion.sequenceID), .int(assertion.version)])
  }

  func storedSequences(_ ids: [UUID]) -> Statement {
    (storedSequences, [.uuids(ids)])
  }

  func takenPositions(_ places: [SequencePlace]) -> Statement {
    (takenPositions, [.uuids(places.map(\.sequenceID)), .ints(places.map(\.position))])
  }
}
