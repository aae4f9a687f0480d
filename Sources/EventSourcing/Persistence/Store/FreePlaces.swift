import Foundation

/// Looks for free places in a log, each search from where the one before it has ended, or later.
///
/// It reads what is stored there, in pages that grow while they are of use: who imports with times in seconds finds
/// thousands in a row, and who asks for places that are far from each other does not need what lies between them.
struct FreePlaces {
  private static let smallestPage = 16
  private static let largestPage = 4_096

  private let logID: UUID
  private let recorder: any Recorder

  /// The positions that were read last and not passed yet.
  private var page: ArraySlice<Int> = []
  private var pageSize = smallestPage

  /// Whether nothing is stored behind the page.
  private var isLastPage = false

  /// How many searches the page has answered.
  private var answers = 0

  init(of logID: UUID, in recorder: any Recorder) {
    self.logID = logID
    self.recorder = recorder
  }

  /// The first of so many free places in a row, from one on; `nil` if there are none up to the end of time.
  ///
  /// - Throws: `RecorderError`.
  mutating func first(for count: Int, from place: Int) async throws -> Int? {
    var free = LogPlaces.first(for: count, from: place)
    while let first = free, let taken = try await firstTaken(from: first), taken <= first + (count - 1) {
      free = taken == .max ? nil : LogPlaces.first(for: count, from: taken + 1)
    }
    return free
  }

  /// The first taken place from one on, if there is one.
  private mutating func firstTaken(from place: Int) async throws -> Int? {
    while true {
      page = page.drop { $0 < place }
      if let taken = page.first {
        answers += 1
        return taken
      }
      guard !isLastPage else { return nil }
      try await read(from: place)
    }
  }

  private mutating func read(from place: Int) async throws {
    // The first page is the smallest; after it, a page that was mostly passed over was too large.
    if answers >= pageSize / 4 {
      pageSize = min(pageSize * 4, Self.largestPage)
    } else if answers > 0 {
      pageSize = max(pageSize / 4, Self.smallestPage)
    }
    answers = 0
    let query = PositionQuery(atLeast: place, limit: pageSize)
    page = try await recorder.items(of: logID, where: query).map(\.position)[...]
    isLastPage = page.count < pageSize
  }
}
