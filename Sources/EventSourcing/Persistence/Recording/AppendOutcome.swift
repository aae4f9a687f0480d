import Foundation

/// What became of an append whose outcome was unknown.
public enum AppendOutcome: Hashable, Sendable {
  /// It is recorded; the ids of its items, in their order.
  case stored([Int])

  /// Nothing is at its places.
  ///
  /// A server that was cut off may still be committing it: giving the same request again is safe, since each place is
  /// taken once.
  case notStored

  /// Others have taken one of its places, or have dealt with its part of an upstream log, so it was not recorded, and
  /// never will be.
  case takenByOthers

  /// It was a tracking record alone, and the upstream has been dealt with beyond it since: after it, or by others in
  /// its place. Go on from there.
  case passed
}

extension Recorder {
  /// Looks what became of a request after `RecorderError.Code.unknownOutcome`.
  ///
  /// An item that others have stored at its place with the same bytes and time counts as the request's own, and one
  /// that was rewritten since as another's. Of a request without items its tracking record tells.
  ///
  /// - Throws: `RecorderError`; `CancellationError`.
  public func outcome(of request: AppendRequest) async throws -> AppendOutcome {
    guard !request.items.isEmpty else { return try await outcome(of: request.tracking) }
    var found = try await idsOfItems(in: request)
    var reached: Int?
    if let tracking = request.tracking { reached = try await lastTracked(of: tracking.upstream)?.id ?? 0 }
    // It is stored all at once, but the places are read one after the other: it may have come meanwhile. What is half
    // there when read again is not its own.
    if let ids = found, ids.contains(nil) { found = try await idsOfItems(in: request) }
    guard let found else { return .takenByOthers }
    let ids = found.compactMap(\.self)
    if ids.count == found.count { return .stored(ids) }
    return ids.isEmpty && reached == request.tracking?.from ? .notStored : .takenByOthers
  }

  /// The ids of the request's items, as far as they are stored; `nil` if there are others at one of their places.
  private func idsOfItems(in request: AppendRequest) async throws -> [Int?]? {
    var ids = [Int?](repeating: nil, count: request.items.count)
    for (sequenceID, indices) in Dictionary(grouping: request.items.indices, by: { request.items[$0].sequenceID }) {
      // Between the entries of a log there may be any number of others, between an entity's items there are none.
      let runs = request.kind(of: sequenceID) == .timed ? indices.map { [$0] } : [indices]
      for run in runs {
        let positions = run.map { request.items[$0].position }
        let range = PositionQuery(atLeast: positions.min(), atMost: positions.max())
        let stored = try await notifications(of: sequenceID, where: range)
        let byPosition = Dictionary(stored.map { ($0.item.position, $0) }) { first, _ in first }
        for index in run {
          guard let found = byPosition[request.items[index].position] else { continue }
          guard found.item == request.items[index] else { return nil }
          ids[index] = found.id
        }
      }
    }
    return ids
  }

  private func outcome(of record: TrackingRecord?) async throws -> AppendOutcome {
    guard let record else { return .notStored }
    let reached = try await lastTracked(of: record.upstream)
    if reached == record.to { return .stored([]) }
    switch reached?.id ?? 0 {
    case record.from: return .notStored
    case record.to.id...: return .passed
    default: return .takenByOthers
    }
  }
}
