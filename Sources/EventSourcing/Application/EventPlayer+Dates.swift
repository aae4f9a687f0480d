package import Foundation

extension EventPlayer {
  /// The number of an entity's events up to the newest that had happened by a date; `nil` if none had.
  ///
  /// Clocks go back, so the times of a sequence may, too. It is read from its end, where dates that people ask for
  /// mostly are.
  package func version(of id: UUID, on date: Timestamp) async throws -> Int? {
    var query = PositionQuery(limit: pageSize, order: .backwards)
    while true {
      let page = try await eventStore.recorder.items(of: id, where: query)
      if let newest = page.first(where: { $0.timestamp <= date }) { return newest.position.plus(1) }
      guard page.count == pageSize, let last = page.last else { return nil }
      query.lessThan = last.position
    }
  }
}
