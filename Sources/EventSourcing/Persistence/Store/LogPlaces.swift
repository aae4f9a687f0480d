package import Foundation

/// Where entries of a log can stand: at each microsecond but 0, where the sequences of entities begin.
enum LogPlaces {
  /// The first of so many places in a row, from one on; `nil` if there are not so many up to the end of time.
  static func first(for count: Int, from place: Int) -> Int? {
    let first = place <= 0 && place > -count ? 1 : place
    return first <= .max - (count - 1) ? first : nil
  }

  /// The place after so many; the last one, if there is none after it.
  static func after(_ count: Int, _ first: Int) -> Int {
    let (end, isOver) = first.addingReportingOverflow(count)
    return isOver ? .max : end
  }
}

extension Recorder {
  /// Looks for so many free places in a row, after one that is taken.
  ///
  /// - Returns: The first; `nil` if there are none up to the end of time.
  /// - Throws: `RecorderError`.
  package func freePlace(in logID: UUID, for count: Int, after taken: Int) async throws -> Int? {
    guard taken < .max else { return nil }
    var places = FreePlaces(of: logID, in: self)
    return try await places.first(for: count, from: taken + 1)
  }
}
