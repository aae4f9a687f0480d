import EventSourcing
import GRDB

/// The SQL of a recorder, each statement under a name, for one table.
///
/// Each table is named with its database: a temporary one of the same name, which work of somebody's own has made,
/// would come before it.
final class SQLiteStatements: Sendable {
  let table: ItemTable

  let insertItem: String
  let insertNotification: String
  let storedSequence: String
  let storedSpan: String
  let itemAtPosition: String
  let isTaken: String
  let itemsForwards: String
  let itemsBackwards: String
  let sequenceIDs: String
  let idOfPlace: String
  let lastIDOfSequence: String
  let hasOthers: String
  let deleteItems: String
  let deleteItem: String
  let rewriteItem: String

  let following: SQLiteFollowing
  let tracking: SQLiteTracking

  init(_ table: ItemTable) {
    self.table = table
    let name = "main.\(quoted(table.name))"
    let sequenceID = quoted(table.sequenceID)
    let position = quoted(table.position)
    let topic = quoted(table.topic)
    let data = quoted(table.data)
    let timestamp = quoted(table.timestamp)
    let id = quoted(table.notificationID)
    let metadata = table.metadata.map(quoted)
    // A table without metadata has nothing where others have it, so that rows are read in one way.
    let row = "\(sequenceID), \(position), \(topic), \(data), \(timestamp), \(metadata ?? "NULL"), \(id)"
    let place = "\(sequenceID) = ? AND \(position) = ?"
    let range = "\(sequenceID) = ? AND \(position) BETWEEN ? AND ?"
    let (columns, values) = (
      [sequenceID, position, topic, data, timestamp] + (metadata.map { [$0] } ?? []),
      ["?1", "?2", "?3", "?4", "?5"] + (metadata == nil ? [] : ["?6"])
    )
    func insert(_ columns: [String], _ values: [String]) -> String {
      "INSERT INTO \(name) (\(columns.joined(separator: ", "))) VALUES (\(values.joined(separator: ", ")))"
    }

    insertItem = insert(columns, values)
    insertNotification = insert(columns + [id], values + ["?7"])
    // Two steps down the index of places, and none of the rows.
    storedSequence = """
      SELECT (SELECT max(\(position)) FROM \(name) WHERE \(sequenceID) = ?1),
        EXISTS (SELECT 1 FROM \(name) WHERE \(sequenceID) = ?1 AND \(position) = 0)
      """
    storedSpan = """
      SELECT (SELECT min(\(position)) FROM \(name) WHERE \(sequenceID) = ?1),
        (SELECT max(\(position)) FROM \(name) WHERE \(sequenceID) = ?1),
        EXISTS (SELECT 1 FROM \(name) WHERE \(sequenceID) = ?1 AND \(position) = 0)
      """
    isTaken = "SELECT EXISTS (SELECT 1 FROM \(name) WHERE \(place))"
    itemAtPosition = "SELECT \(row) FROM \(name) WHERE \(place)"
    itemsForwards = "SELECT \(row) FROM \(name) WHERE \(range) ORDER BY \(position) LIMIT ?"
    itemsBackwards = "SELECT \(row) FROM \(name) WHERE \(range) ORDER BY \(position) DESC LIMIT ?"
    // One step down the index for each id: SELECT DISTINCT would read all entries of each sequence.
    sequenceIDs = """
      WITH RECURSIVE ids(id) AS (
        SELECT min(\(sequenceID)) FROM \(name) WHERE \(sequenceID) > ?
        UNION ALL
        SELECT (SELECT min(\(sequenceID)) FROM \(name) WHERE \(sequenceID) > id) FROM ids WHERE id IS NOT NULL
      )
      SELECT id FROM ids WHERE id IS NOT NULL LIMIT ?
      """
    idOfPlace = "SELECT \(id) FROM \(name) WHERE \(place)"
    lastIDOfSequence = "SELECT max(\(id)) FROM \(name) WHERE \(sequenceID) = ?"
    hasOthers = "SELECT EXISTS (SELECT 1 FROM \(name) WHERE \(sequenceID) = ? AND \(position) <> 0)"
    deleteItems = "DELETE FROM \(name) WHERE \(sequenceID) = ?"
    deleteItem = "DELETE FROM \(name) WHERE \(place)"
    rewriteItem = """
      UPDATE \(name) SET \(topic) = ?, \(data) = ?\(metadata.map { ", \($0) = ?" } ?? "")
      WHERE \(place) AND \(topic) = ? AND CAST(\(data) AS BLOB) = CAST(? AS BLOB) AND \(timestamp) = ?
      \(metadata.map { "AND \($0) IS ?" } ?? "")
      """
    following = SQLiteFollowing(table)
    tracking = SQLiteTracking(table)
  }
}
