public import Foundation

/// A moment, in whole microseconds since 1970-01-01 00:00:00 UTC.
///
/// Whole numbers compare and store exactly; a floating-point `Date` would not survive a database unchanged.
public struct Timestamp: Hashable, Comparable, Codable, Sendable {
  /// Microseconds since 1970; negative before.
  public let microseconds: Int

  public init(microseconds: Int) {
    self.microseconds = microseconds
  }

  /// The moment of the current clock: the system's, unless a task has been given another.
  public static var now: Timestamp {
    EventClock.current.now()
  }

  /// The moment of a date, to the nearest microsecond, so that a timestamp survives the way to a date and back.
  ///
  /// Of a date that is more than 292 000 years away from 1970 it is the first or the last moment that there is. A date
  /// that is no number is taken for 1970.
  public init(_ date: Date) {
    let exact = (date.timeIntervalSince1970 * 1_000_000).rounded()
    microseconds = Int(exactly: exact) ?? (exact.isNaN ? 0 : exact < 0 ? .min : .max)
  }

  /// The same moment as a date, exact to about a microsecond.
  public var date: Date {
    Date(timeIntervalSince1970: Double(microseconds) / 1_000_000)
  }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microseconds < right.microseconds
  }

  /// Stored as the bare number.
  public init(from decoder: any Decoder) throws {
    microseconds = try decoder.singleValueContainer().decode(Int.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(microseconds)
  }
}

extension Timestamp: CustomStringConvertible {
  /// For people, in UTC and to the second, as in `2026-01-31 09:00:00`.
  public var description: String {
    date.formatted(
      Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: .gmt)
        .year().month().day().time(includingFractionalSeconds: false))
  }
}
