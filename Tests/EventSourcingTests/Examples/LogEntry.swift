import EventSourcing
import Foundation

/// A line of a log: the example of events that have a place in time only.
enum LogEntry: EventPayload, Equatable {
  static let storedName = "LogEntry"

  case written(line: String)

  enum CodingKeys: String, CodingKey, CaseIterable { case written }
}

extension TimestampedEvent<LogEntry> {
  /// The line `second 3` of a log, three seconds after the start.
  static func line(of log: UUID, second: Int) -> Self {
    Self(logID: log, timestamp: .second(second), payload: .written(line: "second \(second)"))
  }
}
