import EventSourcing

/// Keeps an exact copy of the items of another application, under the notification ids that they have there.
///
/// It has no position of its own: how far it has come is the newest notification of the replica. So the copy and the
/// position cannot part, and it does no harm if two pull at once.
struct Replicator: Sendable {
  let log: any NotificationLog
  let replica: any ReplicaRecorder

  /// Copies all that there is now.
  ///
  /// - Parameter limit: How many are copied at once.
  /// - Throws: `LogReplaced` if the log is not the one that the replica is a copy of.
  func pull(limit: Int = 100) async throws {
    var isAtEnd = false
    while !isAtEnd {
      let newest = try await replica.newestPosition().id
      if newest > 0 { try await checkIsSame(newest) }
      let page = try await log.page(NotificationQuery(after: LogPosition(id: newest), limit: limit))
      do {
        if !page.notifications.isEmpty { try await replica.replicate(page.notifications) }
        isAtEnd = page.isAtEnd
      } catch is ReplicaRefused {
        // Another one has pulled the same meanwhile: look again.
      }
    }
  }

  /// Holds the newest item of the replica against the original.
  private func checkIsSame(_ id: Int) async throws {
    let before = NotificationQuery(after: LogPosition(id: id - 1), limit: 1)
    let copies = try await replica.page(before).notifications
    let originals = try await log.page(before).notifications
    guard originals.first?.id == id else { return }  // It was deleted there since.
    guard copies.first.map({ ItemDigest(of: $0.item) }) == originals.first.map({ ItemDigest(of: $0.item) }) else {
      throw LogReplaced(position: LogPosition(id: id), reason: .otherItem)
    }
  }
}
