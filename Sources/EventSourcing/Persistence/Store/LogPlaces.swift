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
  /// It reads what stands there, in pages that grow: who imports with times in seconds finds thousands in a row.
  ///
  /// - Returns: The first; `nil` if there are none up to the end of time.
  /// - Throws: `RecorderError`.
  package func freePlace(in logID: UUID, for count: Int, after taken: Int) async throws -> Int? {
    guard taken < .max else { return nil }
    var free = LogPlaces.first(for: count, from: taken + 1)
    var pageSize = 16
    while let start = free {
      let page = try await items(of: logID, where: PositionQuery(atLeast: start, limit: pageSize))
      for item in page {
        guard let candidate = free, item.position < candidate.plus(count) || item.position == candidate else {
          return free
        }
        free = item.position == .max ? nil : LogPlaces.first(for: count, from: item.position + 1)
      }
      if page.count < pageSize { return free }
      pageSize = min(pageSize * 4, 4_096)
    }
    return nil
  }
}
