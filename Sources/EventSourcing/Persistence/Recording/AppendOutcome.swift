/// What became of an append whose outcome was unknown.
public enum AppendOutcome: Hashable, Sendable {
  /// It is recorded; the ids of its items, in their order.
  case stored([Int])

  /// Nothing is at its places.
  ///
  /// A server that was cut off may still be committing it: giving the same request again is safe, since each place is taken
  /// once.
  case notStored

  /// Others have taken one of its places, so it was not recorded, and never will be.
  case takenByOthers
}

extension Recorder {
  /// Looks what became of a request after `RecorderError.Code.unknownOutcome`.
  ///
  /// An item that others have stored at its place with the same bytes and time counts as the request's own. Of a request
  /// without items its tracking record tells.
  ///
  /// - Throws: `RecorderError`; `CancellationError`.
  public func outcome(of request: AppendRequest) async throws -> AppendOutcome {
    guard let first = request.items.first else { return try await outcome(of: request.tracking) }
    var ids: [Int] = []
    for item in request.items {
      let place = PositionQuery(atLeast: item.position, atMost: item.position)
      let found = try await notifications(of: item.sequenceID, where: place).first
      guard let found else {
        // It is all or nothing; so the place may have been free, then taken.
        guard item == first else { return .takenByOthers }
        return try await isAnyTaken(of: request) ? .takenByOthers : .notStored
      }
      guard found.item == item else { return .takenByOthers }
      ids.append(found.id)
    }
    return .stored(ids)
  }

  private func isAnyTaken(of request: AppendRequest) async throws -> Bool {
    for item in request.items where try await self.item(of: item.sequenceID, at: item.position) != nil {
      return true
    }
    return false
  }

  private func outcome(of record: TrackingRecord?) async throws -> AppendOutcome {
    guard let record else { return .notStored }
    let reached = try await lastTracked(of: record.upstream)
    if reached == record.to { return .stored([]) }
    return (reached?.id ?? 0) == record.from ? .notStored : .takenByOthers
  }
}
