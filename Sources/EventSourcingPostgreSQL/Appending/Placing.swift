import EventSourcing
import Foundation

/// Records items where they say, and not after what is stored: copies, and what is put back.
///
/// It is done in the caller's transaction, and other writers wait until that ends.
struct Placing {
  private let items: [SequencedItem]
  private let placed: PlacedItems

  /// - Throws: `InvalidAppend`.
  init(_ items: [SequencedItem]) throws(InvalidAppend) {
    self.items = items
    placed = try PlacedItems(items)
  }

  /// Copies them, under the ids that they have in another log.
  ///
  /// - Throws: `ReplicaRefused`; `InvalidAppend`; `ConcurrencyError` if a position is taken; `RecorderError.unstorable`
  ///   if all together are too large.
  func record(under ids: [Int], in table: PostgreSQLTable, _ connection: PostgreSQLConnection) throws {
    guard !items.isEmpty else { return }
    try begin(table, connection)
    // To readers it is a writer as any other: they must not pass its ids before it has committed.
    _ = try connection.query(table.writing.announcement)
    let notifications = zip(ids, items).map { ItemNotification(id: $0, item: $1) }
    try ReplicaRefused.check(notifications, after: table.maintenance.newestID(connection))
    let spans = try spans(of: placed.sequencesOfKnownKind, in: table, connection)
    try placed.checkCopying(stored: { spans[$0] })
    try checkPlaces(table, connection)
    try table.maintenance.insert(connection, notifications)
  }

  /// Puts them back, under new ids.
  ///
  /// - Throws: `InvalidAppend`; `RestoreError`; `ConcurrencyError` if a position is taken; `RecorderError.unstorable`
  ///   if all together are too large; `RecorderError.refused` if the table takes fewer.
  func record(in table: PostgreSQLTable, _ connection: PostgreSQLConnection) throws {
    guard !items.isEmpty else { return }
    try begin(table, connection)
    let spans = try spans(of: placed.sequences, in: table, connection)
    try placed.checkRestoring(stored: { spans[$0] })
    try checkPlaces(table, connection)
    // All that the database would look at has been looked at.
    let insertion = table.writing.insertion(of: items, as: items.map { _ in .follows })
    guard try connection.query(insertion.sql, insertion.values).map({ try $0.int(0) }).count == items.count else {
      throw RecorderError(
        .refused,
        "The table has taken fewer rows than it was given: a trigger or a rule of it has left some out. Drop that. "
          + "Nothing was put back.")
    }
  }

  private func begin(_ table: PostgreSQLTable, _ connection: PostgreSQLConnection) throws {
    guard items.reduce(0, { $0 + $1.sizeInMessage }) <= PostgreSQLParameters.largestMessage else {
      throw RecorderError(.unstorable, "The items are too large together. Nothing was recorded.")
    }
    try table.maintenance.lockOutWriters(connection)
  }

  private func spans(
    of ids: [UUID], in table: PostgreSQLTable, _ connection: PostgreSQLConnection
  ) throws -> [UUID: StoredSpan] {
    guard !ids.isEmpty else { return [:] }
    return Dictionary(zip(ids, try table.maintenance.spans(connection, of: ids))) { first, _ in first }
      .compactMapValues(\.self)
  }

  private func checkPlaces(_ table: PostgreSQLTable, _ connection: PostgreSQLConnection) throws {
    let places = items.map(SequencePlace.init(of:))
    let taken = table.writing.takenPositions(places)
    let isTaken = try connection.query(taken.sql, taken.values).map { try $0.bool(0) }
    if let place = zip(places, isTaken).first(where: \.1)?.0 {
      throw ConcurrencyError(sequenceID: place.sequenceID, position: place.position)
    }
  }
}
