/// A page of the events of an application, of whatever kinds, in the order in which they were recorded.
public struct EventPage: Sendable {
  /// An event and its notification id: a `DomainEvent` or a `TimestampedEvent`, of whatever payload.
  public struct Entry: Sendable {
    public let id: Int
    public let event: any SequencedEvent
  }

  public let entries: [Entry]

  /// How many items were passed over, by their topics, since the catalog does not have their kinds.
  public let passedOver: [String: Int]

  /// Up to here everything has been looked at: what to read after next.
  public let readUpTo: LogPosition

  /// Whether there was nothing behind it that could be read yet.
  public let isAtEnd: Bool
}

extension EventCatalog {
  /// What is to become of items whose kinds the catalog does not have.
  public enum UnknownKinds: Hashable, Sendable {
    /// The reading stops with `UnreadableItem`.
    case refuse

    /// They are passed over, and the page says which and how many.
    case passOver
  }

  /// Reads a page of all events, of whatever kinds, in the order in which they were recorded.
  ///
  /// - Parameters:
  ///   - recorder: Where they are.
  ///   - position: How far the reader has come.
  ///   - limit: The largest number of items in the page; with none allowed nothing is looked at.
  ///   - filter: Which items are wanted, by their topics: `.storedNames` for some of the kinds, `.cases` for some of the
  ///     events of one. Items that are not wanted are not in the page, whether the catalog has their kinds or not.
  ///   - rows: The largest number of rows that are looked at, wanted or not: what bounds the time a page takes.
  ///   - unknown: What is to become of items of kinds that the catalog does not have. An unknown case, or a later
  ///     version, of one that it has is always refused.
  /// - Throws: `UnreadableItem`, `LogReplaced`, `RecorderError`.
  public func events(
    in recorder: any Recorder, after position: LogPosition = .beginning, limit: Int,
    filter: TopicFilter = .all, rows: Int = 10_000, unknown: UnknownKinds = .refuse
  ) async throws -> EventPage {
    guard limit > 0 else { return EventPage(entries: [], passedOver: [:], readUpTo: position, isAtEnd: false) }
    let page = try await recorder.page(NotificationQuery(after: position, limit: limit, filter: filter, rows: rows))
    var entries: [EventPage.Entry] = []
    var passedOver: [String: Int] = [:]
    for notification in page.notifications {
      if unknown == .passOver, !knows(notification.item) {
        passedOver[notification.item.topic, default: 0] += 1
      } else {
        entries.append(EventPage.Entry(id: notification.id, event: try event(from: notification.item)))
      }
    }
    return EventPage(
      entries: entries, passedOver: passedOver, readUpTo: page.readUpTo, isAtEnd: page.isAtEnd)
  }
}
