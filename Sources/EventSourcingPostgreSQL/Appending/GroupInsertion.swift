import EventSourcing

/// The items of a group of requests, as one insertion.
struct GroupInsertion {
  private(set) var items: [SequencedItem] = []

  /// For each item, whether the database must see that it follows on what is stored.
  private(set) var starts: [Bool] = []

  private(set) var tracking: [TrackingRecord] = []
  private let sizes: [Int]

  /// - Returns: `nil` if the requests do not go together: one needs what another takes, or leaves a gap after it.
  init?(_ requests: [AppendRequest]) {
    sizes = requests.map(\.items.count)
    var newest = SequencePositions()
    for request in requests {
      if let record = request.tracking { tracking.append(record) }
      // Only the first item of a sequence in the request is to be held against what is stored.
      var begun = SequencePositions()
      for item in request.items {
        var isStart = request.kind == .counted && begun[item.sequenceID] == nil
        if isStart, let before = newest[item.sequenceID] {
          guard item.position == before &+ 1 else { return nil }
          isStart = false
        }
        items.append(item)
        starts.append(isStart)
        begun[item.sequenceID] = item.position
        newest[item.sequenceID] = max(newest[item.sequenceID] ?? item.position, item.position)
      }
    }
  }

  /// Deals the ids out to the requests again.
  ///
  /// They were drawn in the order of the items, so sorted they are in that order, whatever the order of the rows.
  func outcomes(_ ids: [Int]) -> [Result<[Int], any Error>] {
    var rest = ids.sorted()[...]
    return sizes.map { size in
      defer { rest = rest.dropFirst(size) }
      return .success(Array(rest.prefix(size)))
    }
  }
}
