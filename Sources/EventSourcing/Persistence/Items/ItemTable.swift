/// The names that a recorder uses in a database: of its tables, and of the columns of the one with the items.
public struct ItemTable: Hashable, Sendable {
  public let name: String
  public let sequenceID: String
  public let position: String
  public let topic: String
  public let data: String
  public let timestamp: String

  /// The column of the metadata; without one the table keeps none, and an event that has some is refused.
  public let metadata: String?

  /// The column of the notification id.
  public let notificationID: String

  /// The table of tracking records: the name of the items' table with `_tracking` after it, unless given.
  public let trackingTable: String

  public init(
    name: String, sequenceID: String, position: String, topic: String, data: String, timestamp: String,
    metadata: String? = nil, notificationID: String = "notification_id", trackingTable: String? = nil
  ) {
    self.name = name
    self.sequenceID = sequenceID
    self.position = position
    self.topic = topic
    self.data = data
    self.timestamp = timestamp
    self.metadata = metadata
    self.notificationID = notificationID
    self.trackingTable = trackingTable ?? "\(name)_tracking"
  }

  /// The default: a table `sequenced_items` whose columns have the names of `SequencedItem`'s properties.
  public static let sequencedItems = ItemTable(
    name: "sequenced_items", sequenceID: "sequence_id", position: "position", topic: "topic", data: "data",
    timestamp: "timestamp", metadata: "metadata")
}

extension ItemTable {
  /// The names of the columns of the table with the items.
  package var columns: [String] {
    [notificationID, sequenceID, position, topic, data, timestamp] + (metadata.map { [$0] } ?? [])
  }

  /// - Throws: `RecorderError.invalidName` if the names cannot be those of two tables and their columns.
  package func checkNames() throws(RecorderError) {
    for names in [columns, [name, trackingTable]] {
      // By bytes, and small letters of ASCII, as databases do.
      let distinct = Set(names.map { name in name.utf8.map { 65...90 ~= $0 ? $0 + 32 : $0 } })
      guard distinct.count == names.count, !distinct.contains([]), names.allSatisfy({ !$0.utf8.contains(0) }) else {
        throw RecorderError(
          .invalidName, "Each table and column needs a name of its own, without a NUL character: \(names).")
      }
    }
  }

  /// - Throws: `RecorderError.unstorable` if the request has metadata and the table has no column for it.
  package func checkMetadata(of request: AppendRequest) throws(RecorderError) {
    guard metadata == nil, let item = request.items.first(where: { $0.metadata != nil }) else { return }
    throw RecorderError(
      .unstorable,
      "Sequence \(item.sequenceID), position \(item.position): the event has metadata, and the table “\(name)” has no "
        + "column for it. Name one in its ItemTable, or store without metadata. Nothing was recorded.")
  }
}
