import EventSourcing

/// The table of a recorder, with all that is ever said to the server about it.
///
/// Recorders on the same table of one database share it.
final class PostgreSQLTable: Sendable {
  typealias Statement = (sql: String, values: [PostgreSQLParameter])

  let names: PostgreSQLNames

  /// On which prompts for it are told.
  let channel: String

  let reading: ReadingStatements
  let following: FollowingStatements
  let writing: WritingStatements
  let tracking: TrackingStatements
  let maintenance: MaintenanceStatements
  let changes: PastChanges

  /// - Parameter changes: Those of the table with the items, which another one of these may be on, too.
  init(_ names: PostgreSQLNames, _ opened: PostgreSQLSchema.Opened, changes: PastChanges?) {
    self.changes = changes ?? PastChanges()
    let columns = PostgreSQLColumns(names)
    self.names = names
    channel = opened.channel
    reading = ReadingStatements(names, columns)
    following = FollowingStatements(names, columns, sequence: opened.sequence)
    writing = WritingStatements(names, columns, sequence: opened.sequence)
    tracking = TrackingStatements(names)
    maintenance = MaintenanceStatements(names, columns, tracking, sequence: opened.sequence)
  }

  /// Whether it comes before another: what is done to several tables is done in one order by all, so that no two writers
  /// wait for each other.
  func precedes(_ other: PostgreSQLTable) -> Bool {
    names.items.utf8.lexicographicallyPrecedes(other.names.items.utf8)
  }
}

/// The columns of the items' table, as SQL takes them.
struct PostgreSQLColumns {
  let id: String
  let sequenceID: String
  let position: String
  let topic: String
  let data: String
  let timestamp: String
  let metadata: String?

  init(_ names: PostgreSQLNames) {
    let table = names.table
    id = quoted(table.notificationID)
    sequenceID = quoted(table.sequenceID)
    position = quoted(table.position)
    topic = quoted(table.topic)
    data = quoted(table.data)
    timestamp = quoted(table.timestamp)
    metadata = table.metadata.map(quoted)
  }

  /// Those of an item, to be written.
  func written(withMetadata: Bool) -> String {
    let metadata = withMetadata ? metadata.map { [$0] } ?? [] : []
    return ([sequenceID, position, topic, data, timestamp] + metadata).joined(separator: ", ")
  }

  /// Those of an item, to be read; always as many.
  var read: String {
    [sequenceID, position, topic, data, timestamp, metadata ?? "NULL::text"].joined(separator: ", ")
  }

  /// What says which item it is: what a digest is made of, and the id.
  var place: String { "\(sequenceID), \(position), \(timestamp), \(id)" }
}
