import EventSourcing
import GRDB

/// The SQL of a recorder, each statement under a name, for one table.
struct SQLiteStatements: Sendable {
  let table: ItemTable

  let insertItem: String
  let newestPosition: String
  let itemAtPosition: String
  let itemsForwards: String
  let itemsBackwards: String
  let sequenceIDs: String
  let notifications: String
  let deleteItems: String
  let rewriteItem: String

  let insertTracking: String
  let lastTracked: String

  init(_ table: ItemTable) {
    self.table = table
    let name = quoted(table.name)
    let notificationID = quoted(table.notificationID)
    let sequenceID = quoted(table.sequenceID)
    let position = quoted(table.position)
    let topic = quoted(table.topic)
    let data = quoted(table.data)
    let timestamp = quoted(table.timestamp)
    let item = "\(sequenceID), \(position), \(topic), \(data), \(timestamp)"
    let range = "\(sequenceID) = ? AND \(position) BETWEEN ? AND ?"

    insertItem = "INSERT INTO \(name) (\(item)) VALUES (?, ?, ?, ?, ?)"
    newestPosition = "SELECT max(\(position)) FROM \(name) WHERE \(sequenceID) = ?"
    itemAtPosition = "SELECT \(item) FROM \(name) WHERE \(sequenceID) = ? AND \(position) = ?"
    itemsForwards = "SELECT \(item) FROM \(name) WHERE \(range) ORDER BY \(position) LIMIT ?"
    itemsBackwards = "SELECT \(item) FROM \(name) WHERE \(range) ORDER BY \(position) DESC LIMIT ?"
    // One step down the index for each id: SELECT DISTINCT would read all entries of each sequence.
    sequenceIDs = """
      WITH RECURSIVE ids(id) AS (
        SELECT min(\(sequenceID)) FROM \(name) WHERE \(sequenceID) > ?
        UNION ALL
        SELECT (SELECT min(\(sequenceID)) FROM \(name) WHERE \(sequenceID) > id) FROM ids WHERE id IS NOT NULL
      )
      SELECT id FROM ids WHERE id IS NOT NULL LIMIT ?
      """
    // The topics come as one JSON array, so that the statement is the same for any number of them.
    notifications = """
      SELECT \(item), \(notificationID) FROM \(name)
      WHERE \(notificationID) > ?1 AND (?2 IS NULL OR \(topic) IN (SELECT value FROM json_each(?2)))
      ORDER BY \(notificationID) LIMIT ?3
      """
    deleteItems = "DELETE FROM \(name) WHERE \(sequenceID) = ?"
    rewriteItem = """
      UPDATE \(name) SET \(topic) = ?, \(data) = ?
      WHERE \(range) AND \(topic) = ? AND CAST(\(data) AS BLOB) = CAST(? AS BLOB) AND \(timestamp) = ?
      """

    let tracking = quoted(table.trackingTable)
    insertTracking = "INSERT INTO \(tracking) (upstream, notification_id) VALUES (?, ?)"
    lastTracked = "SELECT max(notification_id) FROM \(tracking) WHERE upstream = ?"
  }
}
