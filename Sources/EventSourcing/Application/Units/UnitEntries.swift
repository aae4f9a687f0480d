import Foundation
import Synchronization

/// The entries that a unit of work adds to logs, and where each can stand.
///
/// An entry has its time when it is made, but two cannot stand at one microsecond. So the places are given when all
/// entries are there, and given once more where others have taken one meanwhile.
final class UnitEntries: Sendable {
  private struct Entry {
    /// Where it stands at the earliest.
    var earliest: Int

    /// As it is at its own time.
    let item: SequencedItem

    /// Makes the item for another time: a cipher authenticates it.
    let moved: @Sendable (_ place: Int) throws -> SequencedItem
  }

  private let logs = Mutex<[UUID: [Entry]]>([:])

  func add<Payload>(
    _ entry: TimestampedEvent<Payload>, _ item: SequencedItem,
    _ mapper: SequencedItemMapper<TimestampedEvent<Payload>>
  ) {
    let entry = Entry(earliest: item.position, item: item) { place in
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
    for (id, entries) in logs { placed[id] = try Self.inPlaces(entries, of: id)[...] }
    return items.map { placed[$0.sequenceID]?.popFirst() ?? $0 }
  }

  /// Says that the place of an entry is taken, and from where on one is free.
  func move(in log: UUID, at place: Int, to free: Int) {
    logs.withLock { logs in
      guard let entries = logs[log], let moved = Self.places(of: entries).first(where: { $0.place == place }) else {
        return
      }
      logs[log]?[moved.entry].earliest = free
    }
  }

  private static func inPlaces(_ entries: [Entry], of log: UUID) throws -> [SequencedItem] {
    try places(of: entries).map { index, place in
      let entry = entries[index]
      guard let place else {
        throw NoTimeLeft(logID: log, entries: entries.count, from: Timestamp(microseconds: entry.earliest))
      }
      return entry.item.position == place ? entry.item : try entry.moved(place)
    }
  }

  /// The entries by their numbers, in the order of the times that they were made with, each with its place.
  ///
  /// It is `nil` where time has ended. Those behind one that was moved make way.
  private static func places(of entries: [Entry]) -> [(entry: Int, place: Int?)] {
    let order = entries.indices.sorted { (entries[$0].item.position, $0) < (entries[$1].item.position, $1) }
    var next: Int? = .min
    return order.map { index in
      let place = next.flatMap { LogPlaces.first(for: 1, from: max($0, entries[index].earliest)) }
      next = place == .max ? nil : place.map { $0 + 1 }
      return (index, place)
    }
  }
}
