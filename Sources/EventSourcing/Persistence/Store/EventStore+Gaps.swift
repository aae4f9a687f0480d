package import Foundation

extension EventStore {
  /// The items of a sequence that a query asks for, of which none is missing if it is a counted one.
  ///
  /// - Throws: `SequenceGap`, `RecorderError`.
  package func items(of sequenceID: UUID, where query: PositionQuery) async throws -> [SequencedItem] {
    let items = try await recorder.items(of: sequenceID, where: query)
    if mapper.kind == .counted { try await checkForGaps(items, of: sequenceID, query) }
    return items
  }

  /// Looks whether items are all that a query on a counted sequence should give.
  ///
  /// Where the last one is not at the query's end, that can be the end of the sequence, or a gap: only what is stored
  /// beyond tells.
  private func checkForGaps(
    _ items: [SequencedItem], of id: UUID, _ query: PositionQuery
  ) async throws {
    guard let bounds = query.bounds else { return }
    let lowest = max(bounds.lowerBound, 0)
    let positions = query.order == .forwards ? items.map(\.position) : items.reversed().map(\.position)
    // A limit cuts off what comes last, in the order of reading.
    let isFull = items.count == query.limit
    if let first = positions.first {
      if query.order == .forwards || !isFull {
        guard first == lowest else { throw SequenceGap(sequenceID: id, missing: lowest) }
      }
      for (position, next) in zip(positions, positions.dropFirst()) where next != position + 1 {
        throw SequenceGap(sequenceID: id, missing: position + 1)
      }
    }
    let next = positions.last.map { $0 == .max ? .max : $0 + 1 } ?? lowest
    guard next <= bounds.upperBound, query.order == .backwards || !isFull else { return }
    // All positions from the next one on were asked for, up to the bound; what lies beyond shows that they are missing.
    guard bounds.upperBound < .max else { return }
    let beyond = PositionQuery(greaterThan: bounds.upperBound, limit: 1)
    guard try await recorder.items(of: id, where: beyond).isEmpty else {
      throw SequenceGap(sequenceID: id, missing: next)
    }
  }

  /// Looks whether something is missing in a sequence of these items, wherever it is.
  func checkSequences(of items: [SequencedItem]) async throws {
    for id in Set(items.map(\.sequenceID)) { _ = try await self.items(of: id, where: .all) }
  }
}
