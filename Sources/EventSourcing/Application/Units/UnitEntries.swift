import Foundation
import Synchronization

/// The entries that a unit of work adds to logs, and where each can stand.
///
/// An entry has its time when it is made, but two cannot stand at one microsecond. So the places are given when all
/// entries are there, and given once more where others have taken one meanwhile.
final class UnitEntries: Sendable {
  private struct Entry {
    /// When it was made.
    let time: Int

    /// Where it stands at the earliest, as far as the places of others are known.
    var earliest: Int

    /// As it was made last.
    var item: SequencedItem

    /// Makes the item for another time: a cipher authenticates it.
    let moved: @Sendable (_ place: Int) throws -> SequencedItem
  }

  private let logs = Mutex<[UUID: [Entry]]>([:])

  func add<Payload>(
    _ entry: TimestampedEvent<Payload>, _ item: SequencedItem,
    _ mapper: SequencedItemMapper<TimestampedEvent<Payload>>
  ) {
    let entry = Entry(time: item.position, earliest: item.position, item: item) { place in
      try mapper.item(
        from: TimestampedEvent(
          logID: entry.logID, timestamp: Timestamp(microseconds: place), payload: entry.payload,
          metadata: entry.metadata))
    }
    logs.withLock { $0[item.sequenceID, default: []].append(entry) }
  }

  /// The items of the unit, with the entries of each log in the order of time and no two at one place.
  ///
  /// - Throws: `NoTimeLeft`; what the mapper throws.
  func placed(_ items: [SequencedItem]) throws -> [SequencedItem] {
    let logs = logs.withLock { $0 }
    guard !logs.isEmpty else { return items }
    var placed: [UUID: ArraySlice<SequencedItem>] = [:]
    for (id, entries) in logs { placed[id] = try inPlaces(entries, of: id)[...] }
    return items.map { placed[$0.sequenceID]?.popFirst() ?? $0 }
  }

  private func inPlaces(_ entries: [Entry], of log: UUID) throws -> [SequencedItem] {
    var entries = Self.inOrder(entries)
    var next: Int? = .min
    for index in entries.indices {
      guard let place = next.flatMap({ LogPlaces.first(for: 1, from: max($0, entries[index].earliest)) }) else {
        throw Self.noTimeLeft(for: index, of: entries, in: log)
      }
      // One that stands where it did is not encoded and encrypted again.
      if entries[index].item.position != place { entries[index].item = try entries[index].moved(place) }
      next = place == .max ? nil : place + 1
    }
    logs.withLock { $0[log] = entries }
    return entries.map(\.item)
  }

  /// Looks for free places for so many entries of a log, from a place on, since others have taken some.
  ///
  /// - Returns: For how many it has looked: there may be fewer.
  /// - Throws: `NoTimeLeft`; `RecorderError`.
  func move(_ count: Int, in log: UUID, from taken: Int, _ recorder: any Recorder) async throws -> Int {
    var entries = Self.inOrder(logs.withLock { $0[log, default: []] })
    var places = FreePlaces(of: log, in: recorder)
    let start = entries.firstIndex { $0.item.position >= taken } ?? entries.endIndex
    // What is free before that place is where the entries before these stand.
    var next: Int? = taken
    let moved = entries.indices[start...].prefix(count)
    for index in moved {
      var free: Int?
      if let next { free = try await places.first(for: 1, from: max(next, entries[index].earliest)) }
      guard let free else { throw Self.noTimeLeft(for: index, of: entries, in: log) }
      entries[index].earliest = free
      next = free == .max ? nil : free + 1
    }
    logs.withLock { [entries] in $0[log] = entries }
    return moved.count
  }

  private static func inOrder(_ entries: [Entry]) -> [Entry] {
    let order = entries.indices.sorted { (entries[$0].time, $0) < (entries[$1].time, $1) }
    return order.map { entries[$0] }
  }

  /// An entry has no place: neither have those before it that fill what there is from their time on.
  private static func noTimeLeft(for index: Int, of entries: [Entry], in log: UUID) -> NoTimeLeft {
    var first = index
    while first > 0, entries[first].time <= max(entries[first - 1].item.position, entries[first - 1].earliest) {
      first -= 1
    }
    return NoTimeLeft(
      logID: log, entries: entries.count - first, from: Timestamp(microseconds: entries[first].time))
  }
}
