import EventSourcing
import Synchronization

/// How far a share of a divided upstream may go: until another share has come to what a notification depends on.
///
/// A share waits only for notifications with smaller ids than the one that it is about to deal with. So there are no
/// circles: of all notifications that shares stand before, the one with the smallest id waits for none of the others.
/// It takes that a share writes down how far it has come, also over what is not its own, as soon as another one may
/// wait for that: it sees what others depend on in the pages that it reads, in which their notifications are, too.
final class CausalWaiting: Sendable {
  private struct State {
    /// How far each share had come when that was read last; they only go forwards.
    var reached: [Int: Int] = [:]

    /// Up to where others depend on what was seen.
    var demanded = 0
  }

  /// A part of a page.
  struct Ready {
    /// What can be dealt with now, and what is not the share's own.
    let page: NotificationPage

    /// Whether the next one, which is the share's own, has to wait for another share.
    var isWaiting = false
  }

  private let host: HostedApplication
  private let upstream: String
  private let share: Share
  private let division: Division
  private let state = Mutex(State())

  init(_ host: HostedApplication, of upstream: String, share: Share, division: Division) {
    self.host = host
    self.upstream = upstream
    self.share = share
    self.division = division
  }

  /// The part of a page that the share can deal with now.
  ///
  /// - Throws: What reading how far the others have come throws.
  func ready(_ page: NotificationPage) async throws -> Ready {
    guard share.count > 1 else { return Ready(page: page) }
    for (index, notification) in page.notifications.enumerated() {
      guard let dependency = EventMetadata.dependency(inStored: notification.item.metadata) else { continue }
      let newest = dependency.newest(before: notification.id)
      if !share.contains(notification.item.sequenceID) {
        state.withLock { $0.demanded = max($0.demanded, newest) }
      } else if try await !haveOthersReached(newest) {
        return Ready(page: page.before(index), isWaiting: true)
      }
    }
    return Ready(page: page)
  }

  /// Whether others may wait until it is written that this share has come to a position.
  ///
  /// - Parameter stored: What is written.
  func isDemanded(upTo position: LogPosition, past stored: LogPosition) -> Bool {
    guard share.count > 1 else { return false }
    return max(stored.id, division.start.id) < min(state.withLock { $0.demanded }, position.id)
  }

  private func haveOthersReached(_ id: Int) async throws -> Bool {
    guard id > division.start.id else { return true }
    for other in division.shares where other != share {
      if let reached = state.withLock({ $0.reached[other.number] }), reached >= id { continue }
      let name = division.trackingName(of: other, in: upstream)
      let reached = division.position(try await host.recorder.lastTracked(of: name)).id
      state.withLock { $0.reached[other.number] = reached }
      guard reached >= id else { return false }
    }
    return true
  }
}

extension NotificationPage {
  /// The part of it before one of its notifications.
  fileprivate func before(_ index: Int) -> NotificationPage {
    let end = notifications[index].id - 1
    // What is under the id may be nothing that is asked for: then there is no digest of it.
    let last = index > 0 && notifications[index - 1].id == end ? notifications[index - 1] : nil
    return NotificationPage(
      notifications: Array(notifications[..<index]),
      readUpTo: LogPosition(id: end, log: readUpTo.log, digest: last.map { ItemDigest(of: $0.item) }), isAtEnd: false)
  }
}
