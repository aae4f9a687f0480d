public import EventSourcing
import Foundation
import Step1Events

/// A line for each thing that has happened to any example, and how far the log has been read: one value, to be kept as
/// one.
public struct Journal: Codable, Hashable, Sendable {
  /// What has happened, in the order in which it was recorded.
  public private(set) var lines: [String] = []

  /// What has been dealt with: the journal goes on after it.
  public private(set) var position: LogPosition

  /// Begins an empty journal.
  ///
  /// - Parameter position: What lies before it is not taken down.
  public init(after position: LogPosition = .beginning) {
    self.position = position
  }

  /// Which notifications are for the journal: all of examples, also of cases that this program does not know.
  public static let filter = TopicFilter.storedNames([ExampleEvent.storedName])

  /// Takes down what a notification tells, and moves on behind it.
  ///
  /// - Throws: `UnreadableItem`; then the journal is as before.
  public mutating func take(_ notification: ItemNotification, position: LogPosition) throws {
    let event = try Self.mapper.event(from: notification.item)
    let what =
      switch event.payload {
      case .created(let foo): "was created with \(foo)"
      case .valueChanged(let name, let value): "has \(value) as its \(name.rawValue) now"
      case .discarded: "was discarded"
      }
    lines.append("\(event.entityID.uuidString.suffix(4)) \(what)")
    self.position = position
  }

  /// Moves on over what is not for the journal.
  public mutating func moveOn(to position: LogPosition) {
    self.position = position
  }

  private static let mapper = SequencedItemMapper<DomainEvent<ExampleEvent>>()
}
