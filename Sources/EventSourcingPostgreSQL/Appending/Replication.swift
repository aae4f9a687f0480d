import EventSourcing

/// Records notifications of another log under the ids that they have there, in the caller's transaction.
struct Replication {
  private let notifications: [ItemNotification]

  init(_ notifications: [ItemNotification]) {
    self.notifications = notifications
  }

  /// Other writers wait until the transaction ends.
  ///
  /// - Throws: `ReplicaRefused`; `ConcurrencyError` if a position is taken; `RecorderError.unstorable` if all together are
  ///   too large.
  func record(in table: PostgreSQLTable, _ connection: PostgreSQLConnection) throws {
    guard !notifications.isEmpty else { return }
    guard notifications.reduce(0, { $0 + $1.item.sizeInMessage }) <= PostgreSQLParameters.largestMessage else {
      throw RecorderError(.unstorable, "The notifications are too large together. Nothing was recorded.")
    }
    try table.maintenance.lockOutWriters(connection)
    // To readers it is a writer as any other: they must not pass its ids before it has committed.
    _ = try connection.query(table.writing.announcement)
    try ReplicaRefused.check(notifications, after: table.maintenance.newestID(connection))
    let places = notifications.map { SequencePlace(of: $0.item) }
    let taken = table.writing.takenPositions(places)
    var isTaken = try connection.query(taken.sql, taken.values).map { try $0.bool(0) }
    var seen: Set<SequencePlace> = []
    for (index, place) in places.enumerated() where !seen.insert(place).inserted { isTaken[index] = true }
    if let place = zip(places, isTaken).first(where: \.1)?.0 {
      throw ConcurrencyError(sequenceID: place.sequenceID, position: place.position)
    }
    try table.maintenance.insert(connection, notifications)
  }
}
