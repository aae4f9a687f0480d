import EventSourcing
import Foundation

/// A deadline that has not passed yet, as the newest event of it says.
struct PendingDeadline: Hashable, Sendable {
  let id: UUID
  let due: Timestamp

  /// Where the event stands in the deadline's sequence.
  let position: Int

  let topic: String
  let notificationID: Int

  /// A place in the log before the event.
  let before: LogPosition

  /// What is known about the event: its correlation is handed on.
  let metadata: EventMetadata
}

/// The deadlines that have not passed yet: which is due next, and which was set first, each found at once.
struct PendingDeadlines: Sendable {
  private var byID: [UUID: PendingDeadline] = [:]

  /// A heap by when they are due; what is not pending as it says any more is removed when it comes to its top.
  private var heap: [PendingDeadline] = []

  /// In the order of the log, from an index on; what is not pending any more is removed when it comes first.
  private var queue: [PendingDeadline] = []
  private var start = 0

  var count: Int { byID.count }

  /// Takes note of an event of a deadline; each deadline's in their order.
  mutating func note(_ event: DomainEvent<Deadline.Event>, _ notification: ItemNotification, before: LogPosition) {
    switch event.payload {
    case .set(_, _, let due), .moved(let due):
      let pending = PendingDeadline(
        id: event.entityID, due: due, position: event.entityVersion, topic: notification.item.topic,
        notificationID: notification.id, before: before, metadata: event.metadata)
      byID[event.entityID] = pending
      add(pending)
    case .cancelled, .passed:
      byID[event.entityID] = nil
    }
  }

  /// Takes note that a deadline is not pending any more as it was.
  mutating func remove(_ pending: PendingDeadline) {
    guard isPending(pending) else { return }
    byID[pending.id] = nil
  }

  /// The one that is due next; of several at one time the one with the lowest id.
  mutating func next() -> PendingDeadline? {
    while let first = heap.first, !isPending(first) { removeTop() }
    return heap.first
  }

  /// The one whose newest event is the oldest.
  mutating func oldest() -> PendingDeadline? {
    while start < queue.count, !isPending(queue[start]) { start += 1 }
    if start > 1_000, start > queue.count / 2 {
      queue.removeFirst(start)
      start = 0
    }
    return start < queue.count ? queue[start] : nil
  }

  private func isPending(_ pending: PendingDeadline) -> Bool {
    byID[pending.id]?.position == pending.position
  }

  private mutating func add(_ pending: PendingDeadline) {
    // One that is set anew again and again must not fill the memory.
    if heap.count > 1_000, heap.count > byID.count.times(2) {
      heap = byID.values.sorted(by: Self.isBefore)
      queue = byID.values.sorted { $0.notificationID < $1.notificationID }
      start = 0
      return
    }
    queue.append(pending)
    heap.append(pending)
    var index = heap.count - 1
    while index > 0, Self.isBefore(heap[index], heap[(index - 1) / 2]) {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  private mutating func removeTop() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var index = 0
    while true {
      let children = (2 * index + 1..<2 * index + 3).filter { $0 < heap.count }
      guard let first = children.min(by: { Self.isBefore(heap[$0], heap[$1]) }), Self.isBefore(heap[first], heap[index])
      else { return }
      heap.swapAt(index, first)
      index = first
    }
  }

  private static func isBefore(_ one: PendingDeadline, _ other: PendingDeadline) -> Bool {
    (one.due, one.id, one.position) < (other.due, other.id, other.position)
  }
}
