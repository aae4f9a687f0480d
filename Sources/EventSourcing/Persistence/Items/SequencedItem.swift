public import Foundation

/// What is stored for one event, whatever the event and whatever the database.
public struct SequencedItem: Hashable, Sendable {
  /// Which sequence: the entity's id, or the log's.
  public let sequenceID: UUID

  /// Where in the sequence: 0, 1, 2 and so on, or a time in microseconds.
  public let position: Int

  /// What kind of event, by its stored name, as in `Example.valueChanged`.
  public let topic: String

  /// The event's values, encoded, and compressed or encrypted where that was asked for.
  public let data: Data

  /// When the event was recorded to have happened.
  public let timestamp: Timestamp

  /// What is known about the event, as a JSON object of texts; `nil` if nothing is.
  public let metadata: String?

  public init(
    sequenceID: UUID, position: Int, topic: String, data: Data, timestamp: Timestamp, metadata: String? = nil
  ) {
    self.sequenceID = sequenceID
    self.position = position
    self.topic = topic
    self.data = data
    self.timestamp = timestamp
    self.metadata = metadata
  }
}
