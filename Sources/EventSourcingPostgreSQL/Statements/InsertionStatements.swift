import EventSourcing
import Foundation

/// What inserts items, all with metadata or all without: NULLs would be carried along for nothing.
struct InsertionStatements: Sendable {
  private let withMetadata: Bool
  private let insertFirst: String
  private let insertNext: String
  private let insertTimed: String
  private let insertItems: String

  init(
    _ names: PostgreSQLNames, _ columns: PostgreSQLColumns, sequence: String, announcement: String, withMetadata: Bool
  ) {
    self.withMetadata = withMetadata
    let (items, sequenceID, position) = (names.items, columns.sequenceID, columns.position)
    let stored = "FROM \(items) AS stored WHERE \(sequenceID) ="
    let newest = "(SELECT \(position) \(stored) $1::uuid ORDER BY \(position) DESC LIMIT 1)"
    // Not EXISTS: for several rows that may be answered by reading the whole index once, and the plan is kept.
    let beginning = "(SELECT true \(stored) $1::uuid AND \(position) = 0) IS NOT NULL"
    // The way of nearly every save, so it does no more than it must, and is a transaction by itself. The announcement
    // is a row that must be there before an id can be drawn beside it. An item that cannot be the next is not inserted,
    // and one whose id the announcement does not cover ends it all: readers might have passed that id.
    func covered(_ id: String) -> String { "CASE WHEN id > announced THEN \(id) ELSE id / 0 END" }
    func insertion(where condition: String) -> String {
      """
      WITH announcement AS MATERIALIZED (\(announcement))
      INSERT INTO \(items) (\(columns.id), \(columns.written(withMetadata: withMetadata)))
      SELECT \(covered("id")), $1::uuid, $2::int8, $3::text, $4::bytea, $5::int8\(withMetadata ? ", $6::text" : "")
      FROM (SELECT pg_catalog.nextval(\(literal(sequence))::regclass) AS id, announced FROM announcement WHERE \(condition))
        AS numbered
      RETURNING \(columns.id)
      """
    }
    insertFirst = insertion(where: "\(newest) IS NULL")
    insertNext = insertion(where: "\(newest) = $2::int8 - 1 AND \(beginning)")
    insertTimed = insertion(where: "NOT (\(beginning))")

    // Of several arrays the server takes its own unnest, and only where that has no schema's name before it.
    //
    // What can be the next of its sequence: of a counted one, position 0 where there is nothing, and any other where
    // the one before it is the newest and there is one at 0; of a timed one, any where there is none at 0.
    let newestOfEach = "(SELECT \(position) \(stored) numbered.sequence_id ORDER BY \(position) DESC LIMIT 1)"
    let isTimed = "rule = \(TableInsertion.Rule.timedStart.rawValue)"
    let canBeNext = """
      (\(isTimed) OR \(newestOfEach) IS NOT DISTINCT FROM nullif(numbered.position, 0) - 1)
        AND (NOT \(isTimed) AND numbered.position <= 1
          OR ((SELECT true \(stored) numbered.sequence_id AND \(position) = 0) IS NULL) = (\(isTimed)))
      """
    // Ids are drawn in the order of the request. The rows are then put in the order of their places, the same for all
    // writers, so that two who race for several places cannot wait for each other. For an item that cannot be the next
    // there is no position: the server gives up the whole transaction at once. A NULL would do that too, but then the
    // server writes the whole row into its log.
    insertItems = """
      WITH announcement AS MATERIALIZED (\(announcement))
      INSERT INTO \(items) (\(columns.id), \(columns.written(withMetadata: withMetadata)))
      SELECT \(covered("CASE WHEN rule = \(TableInsertion.Rule.assertion.rawValue) THEN -id ELSE id END")), sequence_id,
        CASE WHEN rule = \(TableInsertion.Rule.follows.rawValue) OR \(canBeNext)
          THEN numbered.position ELSE numbered.position / 0 END,
        topic, data, recorded\(withMetadata ? ", metadata" : "")
      FROM (
        SELECT pg_catalog.nextval(\(literal(sequence))::regclass) AS id, request.* FROM (
          SELECT announced, parts.* FROM announcement CROSS JOIN
            unnest($1::uuid[], $2::int8[], $3::text[], $4::bytea[], $5::int8[], $6::int2[]\(
              withMetadata ? ", $7::text[]" : ""))
            WITH ORDINALITY AS parts (sequence_id, position, topic, data, recorded, rule\(
              withMetadata ? ", metadata" : ""), place)
          ORDER BY place
        ) AS request
      ) AS numbered
      ORDER BY sequence_id, position
      RETURNING \(columns.id)
      """
  }
}

extension InsertionStatements {
  typealias Statement = PostgreSQLTable.Statement

  /// What inserts one item and commits it.
  func insertion(of item: SequencedItem, as rule: TableInsertion.Rule) -> Statement {
    let sql = rule == .timedStart ? insertTimed : item.position == 0 ? insertFirst : insertNext
    let values: [PostgreSQLParameter] = [
      .uuid(item.sequenceID), .int(item.position), .text(item.topic), .data(item.data),
      .int(item.timestamp.microseconds),
    ]
    return (sql, withMetadata ? values + [.optionalText(item.metadata)] : values)
  }

  /// What inserts items, and rows that stand for what is asserted; those have negative ids.
  func insertion(of items: [SequencedItem], as rules: [TableInsertion.Rule]) -> Statement {
    let values: [PostgreSQLParameter] = [
      .uuids(items.map(\.sequenceID)), .ints(items.map(\.position)), .texts(items.map(\.topic)),
      .datas(items.map(\.data)), .ints(items.map(\.timestamp.microseconds)), .smallInts(rules.map(\.rawValue)),
    ]
    return (insertItems, withMetadata ? values + [.optionalTexts(items.map(\.metadata))] : values)
  }
}
