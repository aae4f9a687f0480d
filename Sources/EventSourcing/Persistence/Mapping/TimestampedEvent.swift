public import Foundation

/// Something that happened at a time and has no version, such as an entry of a log.
///
/// Its position in the sequence is its time, in microseconds. Two events of one log at the same microsecond
/// conflict: the second append throws `ConcurrencyError`, and the writer takes the next microsecond.
public struct TimestampedEvent<Payload: EventPayload>: SequencedEvent {
  /// Which log the event belongs to.
  public let logID: UUID

  public let timestamp: Timestamp
  public let payload: Payload
  public let metadata: EventMetadata

  /// Makes an event; what is known about it is the current metadata, unless given.
  public init(logID: UUID, timestamp: Timestamp, payload: Payload, metadata: EventMetadata = .current) {
    self.logID = logID
    self.timestamp = timestamp
    self.payload = payload
    self.metadata = metadata
  }

  public init(sequenceID: UUID, position: Int, timestamp: Timestamp, payload: Payload, metadata: EventMetadata) {
    self.init(
      logID: sequenceID, timestamp: Timestamp(microseconds: position), payload: payload, metadata: metadata)
  }
}

extension TimestampedEvent: Equatable where Payload: Equatable {}
extension TimestampedEvent: Hashable where Payload: Hashable {}
