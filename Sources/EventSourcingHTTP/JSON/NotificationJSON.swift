import EventSourcing
import Foundation

/// A notification as it travels.
///
/// The first five names are those of the Python library `eventsourcing`. It ignores the other two, and sends none.
struct NotificationJSON: Codable {
  let notification: ItemNotification

  init(_ notification: ItemNotification) {
    self.notification = notification
  }

  private enum CodingKeys: String, CodingKey {
    case id
    case originatorID = "originator_id"
    case originatorVersion = "originator_version"
    case topic
    case state
    case timestamp
    case metadata
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let item = notification.item
    try container.encode(notification.id, forKey: .id)
    try container.encode(item.sequenceID.hex, forKey: .originatorID)
    try container.encode(item.position, forKey: .originatorVersion)
    try container.encode(item.topic, forKey: .topic)
    try container.encode(item.data.base64EncodedString(), forKey: .state)
    try container.encode(item.timestamp, forKey: .timestamp)
    try container.encodeIfPresent(item.metadata, forKey: .metadata)
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let id = try container.decode(Int.self, forKey: .id)
    guard id > 0 else { throw UnreadableAnswer(why: "a notification has the impossible id \(id)") }
    guard let sequenceID = UUID(hex: try container.decode(String.self, forKey: .originatorID)) else {
      throw UnreadableAnswer(why: "the originator of notification \(id) is not named by a UUID")
    }
    guard let data = Data(base64Encoded: try container.decode(String.self, forKey: .state)) else {
      throw UnreadableAnswer(why: "the state of notification \(id) is not in Base64")
    }
    let topic = try container.decode(String.self, forKey: .topic)
    let metadata = try container.decodeIfPresent(String.self, forKey: .metadata)
    guard !topic.utf8.contains(0), metadata?.utf8.contains(0) != true else {
      throw UnreadableAnswer(why: "a text of notification \(id) has a NUL character")
    }
    notification = ItemNotification(
      id: id,
      item: SequencedItem(
        sequenceID: sequenceID, position: try container.decode(Int.self, forKey: .originatorVersion), topic: topic,
        data: data,
        timestamp: try container.decodeIfPresent(Timestamp.self, forKey: .timestamp) ?? Timestamp(microseconds: 0),
        metadata: metadata))
  }
}

extension [ItemNotification] {
  /// Notifications that were read, in order.
  ///
  /// - Parameter id: What they must come after.
  /// - Throws: `UnreadableAnswer`.
  init(_ items: [NotificationJSON], after id: Int) throws(UnreadableAnswer) {
    self = items.map(\.notification)
    var last = id
    for notification in self {
      guard notification.id > last else {
        throw UnreadableAnswer(why: "notification \(notification.id) does not come after \(last)")
      }
      last = notification.id
    }
  }
}
