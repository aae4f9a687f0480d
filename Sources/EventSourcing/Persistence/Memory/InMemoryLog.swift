import Foundation

/// The state of an in-memory recorder: one log of items, and for each sequence the places of its items in it.
struct InMemoryLog {
  /// A notification id, and the item under it unless that was deleted.
  private struct Entry {
    let id: Int
    var item: SequencedItem?
  }

  /// Where an item of a sequence is, beside its position: who looks for a position need not touch the items.
  private struct Place {
    let position: Int
    let index: Int
  }

  var isClosed = false
  private(set) var identity = UUID()
  private(set) var changesOfThePast = 0

  /// The largest id of all items that were ever deleted; 0 if none was.
  private var largestDeletedID = 0

  /// In the order of their ids.
  private var log = Chunks<Entry>()

  /// The places of each sequence, in the order of positions.
  private var sequences: [UUID: [Place]] = [:]

  private var tracked: [ExactText: LogPosition] = [:]

  var sequenceIDs: some Collection<UUID> { sequences.keys }

  /// The largest id, also if its item was deleted; 0 if there was none.
  private var newestID = 0

  mutating func append(_ request: AppendRequest) throws -> [Int] {
    try request.check(
      tracked: { tracked[ExactText($0)] }, stored: { stored($0) }, isTaken: { find($0, $1) != nil })
    guard request.items.count <= .max - newestID else { throw RecorderError.idsUsedUp }
    if let tracking = request.tracking { tracked[ExactText(tracking.upstream)] = tracking.to }
    guard !request.items.isEmpty else { return [] }
    let first = newestID + 1
    for (offset, item) in request.items.enumerated() { record(item, under: first + offset) }
    return Array(first...(first + (request.items.count - 1)))
  }

  mutating func replicate(_ notifications: [ItemNotification], _ placed: PlacedItems) throws {
    try ReplicaRefused.check(notifications, after: newestID)
    try placed.checkCopying(stored: span)
    try checkPlaces(of: notifications.map(\.item))
    for notification in notifications { record(notification.item, under: notification.id) }
  }

  mutating func restore(_ items: [SequencedItem], _ placed: PlacedItems) throws {
    try placed.checkRestoring(stored: span)
    try checkPlaces(of: items)
    guard items.count <= .max - newestID else { throw RecorderError.idsUsedUp }
    for item in items { record(item, under: newestID + 1) }
  }

  private func checkPlaces(of items: [SequencedItem]) throws {
    for item in items where find(item.sequenceID, item.position) != nil {
      throw ConcurrencyError(sequenceID: item.sequenceID, position: item.position)
    }
  }

  private mutating func record(_ item: SequencedItem, under id: Int) {
    log.append(Entry(id: id, item: item))
    newestID = id
    let place = Place(position: item.position, index: log.count - 1)
    Self.insert(place, into: &sequences[item.sequenceID, default: []])
  }

  func lastTracked(of upstream: String) -> LogPosition? {
    tracked[ExactText(upstream)]
  }

  private func stored(_ sequenceID: UUID) -> StoredSequence {
    guard let places = sequences[sequenceID], let lowest = places.first?.position, let newest = places.last?.position
    else { return StoredSequence(newestPosition: nil, beginsAtZero: false) }
    return StoredSequence(
      newestPosition: newest, beginsAtZero: lowest == 0 || (lowest < 0 && find(sequenceID, 0) != nil))
  }

  private func span(_ sequenceID: UUID) -> StoredSpan? {
    guard let places = sequences[sequenceID], let lowest = places.first?.position, let newest = places.last?.position
    else { return nil }
    return StoredSpan(lowest: lowest, newest: newest, beginsAtZero: find(sequenceID, 0) != nil)
  }
}

// MARK: - Reading

extension InMemoryLog {
  func item(of sequenceID: UUID, at position: Int) -> SequencedItem? {
    find(sequenceID, position).flatMap { log[$0].item }
  }

  func notifications(of sequenceID: UUID, where query: PositionQuery) -> [ItemNotification] {
    guard let bounds = query.bounds, let places = sequences[sequenceID] else { return [] }
    let low = Self.countBelow(bounds.lowerBound, in: places)
    let end = bounds.upperBound == .max ? places.count : Self.countBelow(bounds.upperBound + 1, in: places)
    let chosen = places[low..<end]
    let limit = query.limit ?? chosen.count
    return switch query.order {
    case .forwards: chosen.prefix(limit).compactMap { notification(at: $0.index) }
    case .backwards: chosen.suffix(limit).reversed().compactMap { notification(at: $0.index) }
    }
  }

  func page(_ query: NotificationQuery) throws -> NotificationPage {
    let start = firstIndex(after: query.after.id)
    let before = start > 0 && log[start - 1].id == query.after.id ? log[start - 1].item : nil
    try query.after.check(
      log: identity, newestID: newestID, largestDeletedID: largestDeletedID, item: before)
    var wanted: [ItemNotification] = []
    var readUpTo = LogPosition(
      id: query.after.id, log: identity, digest: before.map(ItemDigest.init) ?? query.after.digest)
    var rows = query.rowsToLookAt
    for index in start..<log.count {
      guard let notification = notification(at: index) else { continue }
      guard rows > 0, wanted.count < query.most else {
        return NotificationPage(notifications: wanted, readUpTo: readUpTo, isAtEnd: false)
      }
      rows -= 1
      if query.filter.matches(notification.item.topic) { wanted.append(notification) }
      readUpTo = position(of: notification)
    }
    return NotificationPage(notifications: wanted, readUpTo: readUpTo, isAtEnd: true)
  }

  func newestPosition() -> LogPosition {
    for index in log.indices.reversed() {
      if let notification = notification(at: index) { return position(of: notification) }
    }
    return LogPosition(id: 0, log: identity)
  }

  private func position(of notification: ItemNotification) -> LogPosition {
    LogPosition(id: notification.id, log: identity, digest: ItemDigest(of: notification.item))
  }

  private func notification(at index: Int) -> ItemNotification? {
    let entry = log[index]
    return entry.item.map { ItemNotification(id: entry.id, item: $0) }
  }

  private func firstIndex(after id: Int) -> Int {
    // Ids count from 1 without a gap, unless they came from another log.
    if id >= 0, id < log.count, log[id].id == id + 1 { return id }
    return log.partitioningIndex { $0.id > id }
  }
}

// MARK: - Changing the past

extension InMemoryLog {
  mutating func deleteItems(of sequenceID: UUID) -> Int {
    let places = sequences.removeValue(forKey: sequenceID) ?? []
    for place in places { delete(at: place.index) }
    changesOfThePast += 1
    return places.count
  }

  mutating func deleteItem(of sequenceID: UUID, at position: Int) throws -> Bool {
    guard let index = find(sequenceID, position) else { return false }
    var places = sequences[sequenceID] ?? []
    guard position != 0 || places.count == 1 else { throw DeletionError.firstOfMany(sequenceID: sequenceID) }
    changesOfThePast += 1
    places.remove(at: Self.countBelow(position, in: places))
    sequences[sequenceID] = places.isEmpty ? nil : places
    delete(at: index)
    return true
  }

  private mutating func delete(at index: Int) {
    log[index].item = nil
    largestDeletedID = max(largestDeletedID, log[index].id)
  }

  mutating func rewrite(_ rewrites: [Rewrite]) throws {
    var changed = log
    for rewrite in rewrites {
      let old = rewrite.old
      guard let index = find(old.sequenceID, old.position), let stored = changed[index].item, old.isSame(as: stored)
      else { throw RewriteError.changedMeanwhile(sequenceID: old.sequenceID, position: old.position) }
      changed[index].item = rewrite.new
    }
    log = changed
    changesOfThePast += 1
  }

  mutating func beginEpoch() -> UUID {
    identity = UUID()
    return identity
  }

  mutating func resetTracking(of upstream: String, to position: LogPosition?) throws {
    try TrackingRecord.checkReset(of: upstream, to: position)
    tracked[ExactText(upstream)] = position
  }
}

// MARK: - Finding

extension InMemoryLog {
  private func find(_ sequenceID: UUID, _ position: Int) -> Int? {
    guard let places = sequences[sequenceID] else { return nil }
    let count = Self.countBelow(position, in: places)
    return count < places.count && places[count].position == position ? places[count].index : nil
  }

  private static func insert(_ place: Place, into places: inout [Place]) {
    places.insert(place, at: countBelow(place.position, in: places))
  }

  /// How many places have a lower position.
  private static func countBelow(_ position: Int, in places: [Place]) -> Int {
    // Nearly every append is to the end.
    guard let newest = places.last?.position, newest >= position else { return places.count }
    return places.partitioningIndex { $0.position >= position }
  }
}

extension RandomAccessCollection where Index == Int {
  /// The index of the first element of which the condition holds, where it holds of all after that, too.
  fileprivate func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
