import EventSourcing
import Foundation

/// What inserts items.
struct WritingStatements: Sendable {
  /// Says that a writer is at work, before it draws ids; why is said in `Settlement`.
  let announcement: String

  private let plain: InsertionStatements
  private let known: InsertionStatements
  private let removePlaceholder: String
  private let storedSequences: String
  private let takenPositions: String

  init(_ names: PostgreSQLNames, _ columns: PostgreSQLColumns, sequence: String) {
    let (items, sequenceID, position) = (names.items, columns.sequenceID, columns.position)
    // The sequence's `last_value` is no column to be read: for a moment it may be 32 too high. OFFSET has it be asked
    // once.
    let announcement = """
      SELECT pg_catalog.pg_advisory_xact_lock_shared(
        ((\(literal(items))::regclass::oid::int8 << 32) >> 32)::int4, ((id << 32) >> 32)::int4) IS NULL, id AS announced
      FROM (SELECT coalesce(pg_catalog.pg_sequence_last_value(\(literal(sequence))::regclass), 0) AS id OFFSET 0) AS drawn
      """
    let stored = "FROM \(items) AS stored WHERE \(sequenceID) ="
    self.announcement = announcement
    plain = InsertionStatements(names, columns, sequence: sequence, announcement: announcement, withMetadata: false)
    known =
      columns.metadata == nil
      ? plain
      : InsertionStatements(names, columns, sequence: sequence, announcement: announcement, withMetadata: true)
    removePlaceholder = "DELETE FROM \(items) WHERE \(sequenceID) = $1::uuid AND \(position) = $2::int8"
    storedSequences = """
      SELECT (SELECT \(position) \(stored) asked.id ORDER BY \(position) DESC LIMIT 1), (SELECT true \(stored) asked.id AND \(position) = 0) IS NOT NULL
      FROM pg_catalog.unnest($1::uuid[]) WITH ORDINALITY AS asked (id, place) ORDER BY place
      """
    takenPositions = """
      SELECT (SELECT true \(stored) asked.id AND \(position) = asked.at) IS NOT NULL
      FROM unnest($1::uuid[], $2::int8[]) WITH ORDINALITY AS asked (id, at, place) ORDER BY place
      """
  }
}

extension WritingStatements {
  typealias Statement = PostgreSQLTable.Statement

  /// What inserts one item and commits it.
  func insertion(of item: SequencedItem, as rule: TableInsertion.Rule) -> Statement {
    (item.metadata == nil ? plain : known).insertion(of: item, as: rule)
  }

  /// What inserts items, and rows that stand for what is asserted; those have negative ids.
  func insertion(of items: [SequencedItem], as rules: [TableInsertion.Rule]) -> Statement {
    (items.contains { $0.metadata != nil } ? known : plain).insertion(of: items, as: rules)
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
