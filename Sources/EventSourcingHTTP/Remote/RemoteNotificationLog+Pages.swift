import EventSourcing
import Foundation

extension RemoteNotificationLog {
  /// The most bytes of names in an address: servers take 8 000 bytes or so for the whole of it.
  private static var longestFilter: Int { 4_000 }

  /// A page as the far log answers it.
  func farPage(_ query: NotificationQuery, waiting duration: Duration = .zero) async throws -> NotificationPage {
    var parameters = [("after", "\(query.after.id)"), ("limit", "\(query.most)"), ("rows", "\(query.rowsToLookAt)")]
    if let log = query.after.log { parameters.append(("log", log.uuidString)) }
    if let digest = query.after.digest { parameters.append(("digest", "\(digest.rawValue)")) }
    let filter = query.filter.parameters
    let isShort = filter.reduce(0) { $0 + 3 * $1.value.utf8.count } <= Self.longestFilter
    if isShort { parameters += filter }
    if duration > .zero { parameters.append(("wait", duration.secondsText)) }
    let page = try await server.get(
      PageJSON.self, address.url("/page", parameters), after: query.after, waiting: duration
    ) { json throws(UnreadableAnswer) in try json.page(after: query.after.id) }
    return isShort ? page : page.wanted(by: query.filter)
  }
}

extension NotificationPage {
  /// The page without what a filter does not want; it was read as far.
  func wanted(by filter: TopicFilter) -> NotificationPage {
    NotificationPage(
      notifications: notifications.filter { filter.matches($0.item.topic) }, readUpTo: readUpTo, isAtEnd: isAtEnd)
  }
}

extension TopicFilter {
  fileprivate var parameters: [(name: String, value: String)] {
    switch self {
    case .all: []
    case .topics([]), .storedNames([]): [("filter", "none")]
    case .topics(let topics): topics.map { ("topics", $0) }
    case .storedNames(let names): names.map { ("names", $0) }
    }
  }
}

extension Duration {
  /// Seconds and milliseconds in decimal digits, as in `1.500`.
  fileprivate var secondsText: String {
    let (seconds, attoseconds) = components
    let thousandths = String(attoseconds / 1_000_000_000_000_000)
    return "\(seconds)." + String(repeating: "0", count: 3 - thousandths.utf8.count) + thousandths
  }
}
