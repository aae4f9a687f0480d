import EventSourcing
import Foundation
import Synchronization

extension FaultyRecorder {
  func notifications(of sequenceID: UUID, where query: PositionQuery) async throws -> [ItemNotification] {
    var query = query
    if fault == .ignoresBoundsOfNotifications { (query.greaterThan, query.lessThan) = (nil, nil) }
    let found = try await memory.notifications(of: sequenceID, where: query)
    return fault == .givesWrongIDsOfASequence ? found.map { ItemNotification(id: $0.id + 1, item: $0.item) } : found
  }

  func page(_ query: NotificationQuery) async throws -> NotificationPage {
    var asked = query
    switch fault {
    case .ignoresTopics, .comparesCharacters, .filtersLoosely: asked.filter = .all
    case .ignoresRows: asked.rows = .max
    case .ignoresIdentity: asked.after = LogPosition(id: query.after.id)
    case .missesNothing: asked.after = LogPosition(id: query.after.id, log: query.after.log)
    case .repeatsNotifications where query.after.id > 0: asked.after = LogPosition(id: query.after.id - 1)
    default: break
    }
    let page = try await memory.page(asked)
    switch fault {
    case .jumpsToTheEnd where page.notifications.isEmpty:
      return NotificationPage(notifications: [], readUpTo: try await memory.newestPosition(), isAtEnd: true)
    case .goesBack where page.isAtEnd:
      let newest = try await memory.newestPosition()
      return NotificationPage(notifications: page.notifications, readUpTo: newest, isAtEnd: true)
    case .neverIsAtItsEnd where !page.notifications.isEmpty:
      return NotificationPage(notifications: page.notifications, readUpTo: page.readUpTo, isAtEnd: false)
    default: break
    }
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
    case .seesNewsEverywhere: return true
    case .givesUpWaiting: return false
    case .wakesAtAnything:
      let newest = try await memory.newestPosition().id
      return try await memory.waitForNotification(after: min(id, newest), atMost: duration)
    case .wakesSlowly:
      let end = ContinuousClock.now + duration
      while try await memory.newestPosition().id <= id {
        guard .now < end else { return false }
        try await Task.sleep(for: min(.seconds(1), end - .now))
      }
      return true
    default: return try await memory.waitForNotification(after: id, atMost: duration)
    }
  }
}
