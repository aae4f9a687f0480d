private import Foundation

extension EventStore {
  /// So many events are a task's work: to begin one costs as much as a few events do.
  private static var eventsOfTask: Int { 500 }

  /// From so many events on it pays to make their items together.
  static var manyEvents: Int { 2 * eventsOfTask }

  /// The items that stand for many events, in order, made by several processors: to make them takes as long as to store
  /// them.
  ///
  /// - Throws: What the mapper throws for the first event that has no item.
  func itemsMadeTogether(from events: [Event]) async throws -> [SequencedItem] {
    let tasks = max(1, min(ProcessInfo.processInfo.activeProcessorCount, events.count / Self.eventsOfTask))
    let size = (events.count + tasks - 1) / tasks
    let parts = await withTaskGroup(of: (Int, Result<[SequencedItem], any Error>).self) { group in
      for start in stride(from: 0, to: events.count, by: size) {
        let part = events[start..<min(start + size, events.count)]
        group.addTask { (start, Result { try part.map { try mapper.item(from: $0) } }) }
      }
      return await group.reduce(into: []) { parts, part in parts.append(part) }
    }
    return try parts.sorted { $0.0 < $1.0 }.flatMap { try $0.1.get() }
  }
}
