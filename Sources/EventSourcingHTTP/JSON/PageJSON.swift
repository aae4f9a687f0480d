import EventSourcing

/// A page as it travels; the Python library has none.
struct PageJSON: Codable {
  let items: [NotificationJSON]
  let readUpTo: LogPosition
  let isAtEnd: Bool

  private enum CodingKeys: String, CodingKey {
    case items
    case readUpTo = "read_up_to"
    case isAtEnd = "is_at_end"
  }

  init(_ page: NotificationPage) {
    items = page.notifications.map(NotificationJSON.init)
    readUpTo = page.readUpTo
    isAtEnd = page.isAtEnd
  }

  /// The page, if it can be one.
  ///
  /// - Parameter id: What was asked for comes after it.
  /// - Throws: `UnreadableAnswer`, also where reading on would lead nowhere, or pass over something.
  func page(after id: Int) throws(UnreadableAnswer) -> NotificationPage {
    let notifications = try [ItemNotification](items, after: id)
    guard readUpTo.id >= notifications.last?.id ?? id else {
      throw UnreadableAnswer(why: "it says that it was read up to \(readUpTo.id), which is before its last item")
    }
    guard isAtEnd || readUpTo.id > id else {
      throw UnreadableAnswer(why: "it says that there is more, and leads no further")
    }
    return NotificationPage(notifications: notifications, readUpTo: readUpTo, isAtEnd: isAtEnd)
  }
}
