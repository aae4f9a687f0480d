/// Finds the section that ends at an id or before it.
///
/// A log is only read forwards. So it looks ever further back, twice as far each time, until there are enough items, and
/// then halves what lies between: some dozens of reads at most, however many ids are missing.
struct EarlierSection {
  private let recorder: any Recorder
  private let size: Int

  init(in recorder: any Recorder, size: Int) {
    self.recorder = recorder
    self.size = size
  }

  /// The id to ask for, to get just the last items up to an id, as many as a section may have; `nil` if there are none.
  func find(upTo last: Int) async throws -> SectionID? {
    guard last > 0 else { return nil }
    var reach = size
    var tooNear = last
    while true {
      let start = max(1, last.plus(1 - reach))
      let ids = try await ids(from: start, upTo: last)
      if ids.count == size || (start == 1 && ids.count < size) { return SectionID(of: ids) }
      if ids.count > size { return try await halve(tooFar: start, tooNear: tooNear, upTo: last) }
      tooNear = start
      reach = reach.times(2)
    }
  }

  /// - Parameters:
  ///   - tooFar: From there on there are more items than a section may have.
  ///   - tooNear: From there on there are fewer.
  private func halve(tooFar: Int, tooNear: Int, upTo last: Int) async throws -> SectionID? {
    var (low, high) = (tooFar, tooNear)
    while true {
      let middle = low + (high - low) / 2
      // Only what was deleted meanwhile leads there.
      guard middle > low else { return SectionID(of: Array(try await ids(from: low, upTo: last).suffix(size))) }
      let ids = try await ids(from: middle, upTo: last)
      if ids.count == size { return SectionID(of: ids) }
      if ids.count > size { low = middle } else { high = middle }
    }
  }

  /// The ids that there are, and not more than are needed to see that there are too many.
  private func ids(from start: Int, upTo last: Int) async throws -> [Int] {
    try await recorder.notifications(after: start - 1, limit: size.plus(1)).map(\.id).filter { $0 <= last }
  }
}

extension SectionID {
  /// The id under which to ask for these items and no more, as many as they are from the first on; `nil` if there are
  /// none.
  init?(of ids: some Collection<Int>) {
    guard let first = ids.first else { return nil }
    self.init(first: first, last: first.plus(ids.count - 1))
  }
}
