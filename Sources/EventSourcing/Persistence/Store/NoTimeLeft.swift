public import Foundation

/// Entries of a log have no place at their time or after it: nothing was appended.
///
/// The last microsecond that there is lies 292 000 years after 1970, so look at the time.
public struct NoTimeLeft: Error, Hashable, CustomStringConvertible {
  public let logID: UUID

  /// How many entries there were.
  public let entries: Int

  /// When the first of them should have stood.
  public let from: Timestamp

  public init(logID: UUID, entries: Int, from: Timestamp) {
    self.logID = logID
    self.entries = entries
    self.from = from
  }

  public var description: String {
    "Log \(logID): from microsecond \(from.microseconds) to the end of time there are no \(entries) free places in a "
      + "row. Nothing was appended. Is the time right?"
  }
}
