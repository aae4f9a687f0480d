import EventSourcing

/// A section as it travels: `id`, `next_id` and `items` as the Python library has them, and `previous_id`.
struct SectionJSON: Codable {
  let id: String?
  let nextID: String?
  let previousID: String?
  let items: [NotificationJSON]

  private enum CodingKeys: String, CodingKey {
    case id
    case nextID = "next_id"
    case previousID = "previous_id"
    case items
  }

  init(_ section: NotificationSection) {
    id = section.id
    nextID = section.nextID
    previousID = section.previousID
    items = section.items.map(NotificationJSON.init)
  }

  /// With `null` where there is none: Python asks for the keys.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(nextID, forKey: .nextID)
    try container.encode(previousID, forKey: .previousID)
    try container.encode(items, forKey: .items)
  }

  /// The section, if it can be one.
  ///
  /// - Parameter first: The smallest id that was asked for.
  /// - Throws: `UnreadableAnswer`, also where following its next id would lead nowhere.
  func section(from first: Int) throws(UnreadableAnswer) -> NotificationSection {
    let notifications = try [ItemNotification](items, after: max(first, 1) - 1)
    let found = notifications.first.map { SectionID(first: $0.id, last: notifications.last?.id ?? $0.id).text }
    guard id == found else { throw UnreadableAnswer(why: "its id is not that of its items") }
    if let nextID {
      guard let next = try? SectionID(nextID), let last = notifications.last, next.first > last.id else {
        throw UnreadableAnswer(why: "the id of the next section does not come after its items")
      }
    }
    if let previousID {
      guard (try? SectionID(previousID)) != nil else {
        throw UnreadableAnswer(why: "the id of the section before it is not the id of a section")
      }
    }
    return NotificationSection(id: id, items: notifications, previousID: previousID, nextID: nextID)
  }
}
