/// A part of a notification log that others can ask for by its id.
///
/// It is named by the ids that were found, so it stays what it is while the log grows: what has a next section is
/// full, and can be kept for as long as nothing of the log is rewritten or deleted.
public struct NotificationSection: Hashable, Sendable {
  /// The first and the last notification id in it, as in `"1,10"`; `nil` if it is empty.
  public let id: String?

  /// Its notifications, in order.
  public let items: [ItemNotification]

  /// The id of the section before it; `nil` if there is none, or it is not known.
  public let previousID: String?

  /// The id to ask for next; `nil` if the section is not full, and so is the end of the log for now.
  public let nextID: String?

  public init(id: String?, items: [ItemNotification], previousID: String? = nil, nextID: String?) {
    self.id = id
    self.items = items
    self.previousID = previousID
    self.nextID = nextID
  }
}
