import EventSourcing
import Foundation
import GRDB

extension SQLiteStatements {
  func item(_ db: Database, _ sequenceID: UUID, _ position: Int) throws -> SequencedItem? {
    try db.items(itemAtPosition, [sequenceID.blob, position]).first
  }

  func items(
    _ db: Database, _ sequenceID: UUID, _ bounds: ClosedRange<Int>, _ query: PositionQuery
  ) throws -> [SequencedItem] {
    try db.items(items(in: query.order), arguments(sequenceID, bounds, query))
  }

  func notifications(
    _ db: Database, _ sequenceID: UUID, _ bounds: ClosedRange<Int>, _ query: PositionQuery
  ) throws -> [ItemNotification] {
    try db.notifications(items(in: query.order), arguments(sequenceID, bounds, query))
  }

  func sequenceIDs(_ db: Database, after id: UUID?, limit: Int) throws -> [UUID] {
    // One zero byte comes before all ids, of which each has 16.
    try db.rows(sequenceIDs, [id?.blob ?? Data([0]), limit]) { try $0.uuid(0) }
  }

  func page(_ db: Database, _ query: NotificationQuery) throws -> NotificationPage {
    try following.page(db, query, of: tracking.log(db))
  }

  func newestPosition(_ db: Database) throws -> LogPosition {
    try following.newestPosition(db, of: tracking.log(db).identity)
  }

  private func items(in order: PositionQuery.Order) -> String {
    order == .forwards ? itemsForwards : itemsBackwards
  }

  private func arguments(
    _ sequenceID: UUID, _ bounds: ClosedRange<Int>, _ query: PositionQuery
  ) -> StatementArguments {
    [sequenceID.blob, bounds.lowerBound, bounds.upperBound, query.limit ?? -1]
  }
}

extension UUID {
  /// The id as its 16 bytes.
  var blob: Data {
    withUnsafeBytes(of: uuid) { Data($0) }
  }
}

extension SequencedItem {
  /// Reads the columns in the order of the statements: sequence id, position, topic, data, time, metadata.
  ///
  /// - Throws: `RecorderError.notADatabase` if a value is of another type.
  init(_ row: SQLiteRow) throws {
    let id = try row.uuid(0)
    self.init(
      sequenceID: id, position: try row.int(1, of: id), topic: try row.text(2, of: id), data: row.data(3),
      timestamp: Timestamp(microseconds: try row.int(4, of: id)),
      metadata: row.isNull(5) ? nil : try row.text(5, of: id))
  }

  /// The data as it is stored.
  var storedData: DatabaseValue {
    data.withUnsafeBytes(isText) ? String(decoding: data, as: UTF8.self).databaseValue : data.databaseValue
  }
}
