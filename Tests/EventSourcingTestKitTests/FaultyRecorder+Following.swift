import EventSourcing
import Foundation
import Synchronization

extension FaultyRecorder {
  func notifications(of sequenceID: UUID, where query: PositionQuery) async throws -> [ItemNotification] {
    let found = try await memory.notifications(of: sequenceID, where: query)
    return fault == .givesWrongIDsOfASequence ? found.map { ItemNotification(id: $0.id + 1, item: $0.item) } : found
  }

  func page(_ query: NotificationQuery) async throws -> NotificationPage {
    var asked = query
    switch fault {
    case .ignoresTopics, .comparesCharacters, .filtersLoosely: asked.filter = .all
    case .ignoresRows: asked.rows = .max
    case .ignoresIdentity: asked.after = LogPosition(id: query.after.id)
    case .repeatsNotifications where query.after.id > 0: asked.after = LogPosition(id: query.after.id - 1)
    default: break
    }
    let page = try await memory.page(asked)
    return NotificationPage(
      notifications: changed(page.notifications, query), readUpTo: page.readUpTo, isAtEnd: page.isAtEnd)
  }

  private func changed(_ found: [ItemNotification], _ query: NotificationQuery) -> [ItemNotification] {
    switch (fault, query.filter) {
    case (.skipsNotifications, _): return found.filter { $0.id % 7 != 0 }
    case (.revealsLate, _):
      // As where ids are drawn before the commit: a smaller one is seen only when a larger one has been.
      let largest = largestSeen.withLock { $0 }
      let seen = found.filter { $0.id % 5 != 0 || largest > $0.id }
      largestSeen.withLock { $0 = max($0, seen.last?.id ?? 0) }
      return seen
    case (.swapsNotifications, _): return found.reversed()
    case (.comparesCharacters, .topics(let topics)): return found.filter { topics.contains($0.item.topic) }
    case (.filtersLoosely, .storedNames(let names)):
      return found.filter { notification in names.contains { notification.item.topic.hasPrefix($0) } }
    default: return found
    }
  }

  func waitForNotification(after id: Int, atMost duration: Duration) async throws -> Bool {
    switch fault {
    case .seesNewsEverywhere: true
    case .givesUpWaiting: false
    default: try await memory.waitForNotification(after: id, atMost: duration)
    }
  }

  func replicate(_ notifications: [ItemNotification]) async throws {
    switch fault {
    case .copiesUnderOwnIDs:
      let newest = try await memory.newestPosition().id
      try await memory.replicate(
        notifications.enumerated().map { ItemNotification(id: newest + 1 + $0, item: $1.item) })
    case .acceptsAnyCopy:
      do { try await memory.replicate(notifications) } catch is ReplicaRefused {}
    default: try await memory.replicate(notifications)
    }
  }
}
