import Foundation

/// The state of an in-memory recorder: one log of items, and for each sequence the places of its items in it.
struct InMemoryLog {
  var isClosed = false

  /// The item with notification id n is at index n - 1; a deleted one leaves `nil`, so that no id is used twice.
  private var log: [SequencedItem?] = []

  /// The log indices of each sequence, in the order of positions.
  private var sequences: [UUID: [Int]] = [:]

  private var tracked: [String: Set<Int>] = [:]

  var sequenceIDs: some Collection<UUID> { sequences.keys }

  mutating func append(_ request: AppendRequest) throws -> [Int] {
    try request.checkStarts { id in
      sequences[id]?.last.flatMap { log[$0]?.position }
    }
    if request.kind == .timed, let taken = request.items.first(where: { find($0.sequenceID, $0.position) != nil }) {
      throw ConcurrencyError(sequenceID: taken.sequenceID, position: taken.position)
    }
    if let tracking = request.tracking {
      guard tracked[tracking.upstream, default: []].insert(tracking.notificationID).inserted else {
        throw AlreadyTracked(tracking)
      }
    }
    return request.items.map { item in
      let place = insertionPlace(item.sequenceID, item.position)
      log.append(item)
      sequences[item.sequenceID, default: []].insert(log.count - 1, at: place)
      return log.count
    }
  }

  func item(of sequenceID: UUID, at position: Int) -> SequencedItem? {
    find(sequenceID, position).flatMap { log[$0] }
  }

  func items(of sequenceID: UUID, where query: PositionQuery) -> [SequencedItem] {
    guard let bounds = query.bounds, let indices = sequences[sequenceID] else { return [] }
    let low = insertionPlace(sequenceID, bounds.lowerBound)
    let end = bounds.upperBound == .max ? indices.count : insertionPlace(sequenceID, bounds.upperBound + 1)
    let chosen = indices[low..<end]
    let limit = query.limit ?? chosen.count
    return switch query.order {
    case .forwards: chosen.prefix(limit).compactMap { log[$0] }
    case .backwards: chosen.suffix(limit).reversed().compactMap { log[$0] }
    }
  }

  func notifications(after id: Int, limit: Int, topics: Set<String>?) -> [ItemNotification] {
    var page: [ItemNotification] = []
    for index in max(id, 0)..<max(id, log.count) {
      guard page.count < limit else { break }
      guard let item = log[index], topics?.contains(item.topic) ?? true else { continue }
      page.append(ItemNotification(id: index + 1, item: item))
    }
    return page
  }

  func lastTracked(of upstream: String) -> Int? {
    tracked[upstream]?.max()
  }

  mutating func deleteItems(of sequenceID: UUID) -> Int {
    let indices = sequences.removeValue(forKey: sequenceID) ?? []
    for index in indices {
      log[index] = nil
    }
    return indices.count
  }

  mutating func rewrite(_ rewrites: [Rewrite]) throws {
    var changed = log
    for rewrite in rewrites {
      let old = rewrite.old
      guard let index = find(old.sequenceID, old.position), changed[index] == old else {
        throw RewriteError.changedMeanwhile(sequenceID: old.sequenceID, position: old.position)
      }
      changed[index] = rewrite.new
    }
    log = changed
  }

  private func find(_ sequenceID: UUID, _ position: Int) -> Int? {
    guard let indices = sequences[sequenceID] else { return nil }
    let place = insertionPlace(sequenceID, position)
    return place < indices.count && log[indices[place]]?.position == position ? indices[place] : nil
  }

  /// How many items of the sequence have a lower position.
  private func insertionPlace(_ sequenceID: UUID, _ position: Int) -> Int {
    guard let indices = sequences[sequenceID] else { return 0 }
    func isBelow(_ index: Int) -> Bool {
      log[index].map { $0.position < position } ?? false
    }
    // Nearly every append is to the end.
    guard let last = indices.last, !isBelow(last) else { return indices.count }
    var low = 0
    var high = indices.count
    while low < high {
      let middle = (low + high) / 2
      if isBelow(indices[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
