import EventSourcing
import Foundation
import GRDB

/// How the notification sequence of one table is read.
struct SQLiteFollowing: Sendable {
  private let table: ItemTable
  private let newestID: String
  private let newestPlace: String
  private let placeAtID: String
  private let largestIDGiven: String
  private let lastOfRows: String
  private let page: String
  private let pageOfTopics: String
  private let pageOfStoredNames: String

  init(_ table: ItemTable) {
    self.table = table
    let name = "main.\(quoted(table.name))"
    func column(_ name: String) -> String { "item.\(quoted(name))" }
    let id = column(table.notificationID)
    let topic = column(table.topic)
    let start = "\(column(table.sequenceID)), \(column(table.position)), \(topic)"
    let time = column(table.timestamp)
    let row = "\(start), \(column(table.data)), \(time), \(table.metadata.map(column) ?? "NULL"), \(id)"
    // What a digest is made of: the data may be long, and is not read.
    let place = "\(start), x'', \(time), NULL, \(id)"
    let part = "\(id) > ?1 AND \(id) <= ?2"
    let inOrder = "ORDER BY \(id) LIMIT ?3"

    newestID = "SELECT max(\(id)) FROM \(name) AS item"
    newestPlace = "SELECT \(place) FROM \(name) AS item ORDER BY \(id) DESC LIMIT 1"
    placeAtID = "SELECT \(place) FROM \(name) AS item WHERE \(id) = ?"
    largestIDGiven = "SELECT seq FROM main.sqlite_sequence WHERE name = ? COLLATE NOCASE"
    lastOfRows = "SELECT \(id) FROM \(name) AS item WHERE \(id) > ? ORDER BY \(id) LIMIT 1 OFFSET ?"
    page = "SELECT \(row) FROM \(name) AS item WHERE \(part) \(inOrder)"
    // The names come as one JSON array, so that the statement is the same for any number of them.
    pageOfTopics = """
      SELECT \(row) FROM \(name) AS item WHERE \(part) AND \(topic) IN (SELECT value FROM json_each(?4)) \(inOrder)
      """
    // In bytes, a slash comes next after a dot.
    pageOfStoredNames = """
      WITH named(low, high) AS MATERIALIZED (SELECT value || '.', value || '/' FROM json_each(?4))
      SELECT \(row) FROM \(name) AS item
      WHERE \(part) AND EXISTS (SELECT 1 FROM named WHERE \(topic) >= named.low AND \(topic) < named.high) \(inOrder)
      """
  }

  /// Reads a page, inside one transaction.
  ///
  /// - Throws: `LogReplaced`, `RecorderError` or `DatabaseError`.
  func page(_ db: Database, _ query: NotificationQuery, of own: SQLiteTracking.Log) throws -> NotificationPage {
    let (after, log) = (query.after, own.identity)
    let before = try place(db, at: after.id)
    try after.check(
      log: log, newestID: largestIDGiven(db), largestDeletedID: own.largestDeletedID, item: before?.item)
    let end = try lastOfRows(db, query)
    let most = query.filter == .all ? query.rowsToLookAt : query.most
    let wanted = try notifications(db, query, upTo: end ?? .max, most)
    let newest = try newestID(db)
    let last: ItemNotification?
    if wanted.count == most {
      last = wanted.last
    } else {
      let reached = end ?? newest
      last = reached > after.id ? try wanted.last?.id == reached ? wanted.last : place(db, at: reached) : nil
    }
    let readUpTo =
      last.map { position(of: $0, in: log) }
      ?? LogPosition(id: after.id, log: log, digest: before.map { ItemDigest(of: $0.item) } ?? after.digest)
    return NotificationPage(notifications: wanted, readUpTo: readUpTo, isAtEnd: readUpTo.id >= newest)
  }

  func newestPosition(_ db: Database, of log: UUID) throws -> LogPosition {
    try db.notifications(newestPlace, []).first.map { position(of: $0, in: log) } ?? LogPosition(id: 0, log: log)
  }

  /// The id of the newest item that is there; 0 if there is none.
  func newestID(_ db: Database) throws -> Int {
    try db.int(newestID, []) ?? 0
  }

  /// The largest id that was ever given, also if that item was deleted.
  func largestIDGiven(_ db: Database) throws -> Int {
    try db.int(largestIDGiven, [table.name]) ?? 0
  }

  private func place(_ db: Database, at id: Int) throws -> ItemNotification? {
    try db.notifications(placeAtID, [id]).first
  }

  /// The id of the last row that may be looked at; `nil` if all may be, or the limit sees to it.
  private func lastOfRows(_ db: Database, _ query: NotificationQuery) throws -> Int? {
    guard query.filter != .all else { return nil }
    return try db.int(lastOfRows, [query.after.id, query.rowsToLookAt - 1])
  }

  private func notifications(
    _ db: Database, _ query: NotificationQuery, upTo end: Int, _ most: Int
  ) throws -> [ItemNotification] {
    let after = query.after.id
    return switch query.filter {
    case .all: try db.notifications(page, [after, end, most])
    case .topics(let topics): try db.notifications(pageOfTopics, [after, end, most, json(topics)])
    case .storedNames(let names): try db.notifications(pageOfStoredNames, [after, end, most, json(names)])
    }
  }

  private func json(_ names: [String]) throws -> String {
    // No stored topic has a NUL, and SQLite would take the name to end there.
    String(decoding: try JSONEncoder().encode(names.filter { !$0.utf8.contains(0) }), as: UTF8.self)
  }

  private func position(of notification: ItemNotification, in log: UUID) -> LogPosition {
    LogPosition(id: notification.id, log: log, digest: ItemDigest(of: notification.item))
  }
}
