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

  public init(logID: UUID, timestamp: Timestamp, payload: Payload) {
    self.logID = logID
    self.timestamp = timestamp
    self.payload = payload
  }

  public init(sequenceID: UUID, position: Int, timestamp: Timestamp, payload: Payload) {
    self.init(logID: sequenceID, timestamp: Timestamp(microseconds: position), payload: payload)
  }
}

extension TimestampedEvent: Equatable where Payload: Equatable {}
extension TimestampedEvent: Hashable where Payload: Hashable {}
