import EventSourcing
import Foundation

extension RecorderPromise {
  /// Writers on many sequences, and a reader that follows: it sees each item once, in order, and misses none.
  func hidesNoNotificationFromAReader(_ recorders: [any Recorder]) async throws {
    let (writers, saves) = (16, 25)
    let writing = Countdown(from: writers)
    async let following = follow(recorders[0], until: writing)
    let written = try await withThrowingTaskGroup(of: [ItemNotification].self) { group in
      for writer in 0..<writers {
        group.addTask {
          let recorder = recorders[writer % recorders.count]
          let (id, size) = (UUID(), 1 + writer % 3)
          var written: [ItemNotification] = []
          for save in 0..<saves {
            let items = Sample.items(id, (save * size)..<((save + 1) * size))
            written += zip(try await recorder.append(items), items).map(ItemNotification.init(id:item:))
          }
          writing.countDown()
          return written
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let followed = try await following
    let missed = Set(written).subtracting(followed).map(\.id).sorted()
    try expect(missed, equals: [], "The reader that followed has missed nothing")
    let inOrder = written.sorted { $0.id < $1.id }
    try expect(followed, equals: inOrder, "It has seen each item once, in order, and no other")
  }

  private func follow(_ recorder: any Recorder, until writing: Countdown) async throws -> [ItemNotification] {
    var seen: [ItemNotification] = []
    while true {
      try Task.checkCancellation()
      let isOver = writing.isOver
      let last = seen.last?.id ?? 0
      let next = try await recorder.notifications(after: last, limit: 7)
      // Else one that gives the same page again and again would be followed for ever.
      let ids = [last] + next.map(\.id)
      try expect(zip(ids, ids.dropFirst()).allSatisfy(<), "A page after \(last) goes up: \(ids.dropFirst())")
      seen += next
      guard next.isEmpty else { continue }
      if isOver { return seen }
      // A recorder in memory answers without waiting: readers of several would keep every thread from their writers.
      await Task.yield()
    }
  }
}
