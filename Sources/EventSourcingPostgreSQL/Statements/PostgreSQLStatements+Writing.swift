import EventSourcing
import Foundation

extension PostgreSQLStatements {
  typealias Statement = (sql: String, values: [PostgreSQLValue])

  /// What inserts one item and commits it.
  func insertion(of item: SequencedItem, isStart: Bool) -> Statement {
    (
      insertItem,
      [
        .uuid(item.sequenceID), .int(item.position), .text(item.topic), .data(item.data),
        .int(item.timestamp.microseconds), .flag(isStart), .int(item.position &- 1),
      ]
    )
  }

  /// What inserts the items of some requests, if they have any.
  ///
  /// - Parameter starts: For each item, whether it must follow on the newest stored position of its sequence.
  func insertion(of items: [SequencedItem], starts: [Bool]) -> [Statement] {
    guard !items.isEmpty else { return [] }
    return [
      (
        insertItems,
        [
          .uuids(items.map(\.sequenceID)), .ints(items.map(\.position)), .texts(items.map(\.topic)),
          .datas(items.map(\.data)), .ints(items.map(\.timestamp.microseconds)), .flags(starts),
        ]
      )
    ]
  }

  /// What inserts tracking records, if there are any.
  func insertion(of tracking: [TrackingRecord]) -> [Statement] {
    guard !tracking.isEmpty else { return [] }
    return [(insertTracking, [.texts(tracking.map(\.upstream)), .ints(tracking.map(\.notificationID))])]
  }

  /// Deletes a sequence, in the caller's transaction.
  ///
  /// Writers wait until it ends: else one could append to the sequence what follows on the deleted items.
  func deleteItems(_ connection: PostgreSQLConnection, _ sequenceID: UUID) throws -> Int {
    try connection.execute(lockOutWriters)
    return try connection.query(deleteItems, [.uuid(sequenceID)]).changes
  }

  /// - Throws: `RewriteError.changedMeanwhile` if the old item is not what is stored; `RecorderError.unstorable` if both
  ///   together are too large.
  func rewrite(_ connection: PostgreSQLConnection, _ rewrite: Rewrite) throws {
    let (old, new) = (rewrite.old, rewrite.new)
    guard old.sizeInMessage + new.sizeInMessage <= PostgreSQLParameters.largestMessage else {
      throw RecorderError(.unstorable, "The rewrite is too large. Nothing was changed.")
    }
    let changes = try connection.query(
      rewriteItem,
      [
        .text(new.topic), .data(new.data), .uuid(old.sequenceID), .int(old.position), .text(old.topic),
        .data(old.data), .int(old.timestamp.microseconds),
      ]
    ).changes
    guard changes == 1 else {
      throw RewriteError.changedMeanwhile(sequenceID: old.sequenceID, position: old.position)
    }
  }
}
