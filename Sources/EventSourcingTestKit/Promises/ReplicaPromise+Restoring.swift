import EventSourcing
import Foundation
import Synchronization

extension ReplicaPromise {
  func restoresWhatIsMissing(_ recorder: any ReplicaRecorder) async throws {
    let items = Sample.items(Sample.id(1), 0...6)
    try await recorder.replicate(numbered([1, 3, 4].map { items[$0] }, from: 11))
    // The first, one in between, and the newest, in whatever order.
    let back = [items[6], items[2].with(metadata: #"{"user":"ada"}"#), items[0], items[5]]
    try await recorder.restore(back)
    let whole = items.map { item in back.first { $0.position == item.position } ?? item }
    try expect(try await recorder.items(of: Sample.id(1)), equals: whole, "The sequence is whole again")
    let found = try await recorder.notifications(after: 13, limit: 99)
    try expect(found.map(\.item), equals: back, "Who follows hears of them, after all that there was")
    // Of sequences of which nothing is left, and of a log.
    let (gone, log) = (Sample.items(Sample.id(2), 0...3), Sample.items(Sample.id(3), [-5, 7, 1_700_000_000_000_000]))
    try await recorder.restore(gone + [log[2], log[0]])
    try await recorder.restore([log[1]])
    try await recorder.restore([])
    try expect(try await recorder.items(of: Sample.id(2)), equals: gone, "A whole entity")
    try expect(try await recorder.items(of: Sample.id(3)), equals: log, "A log's entries have gaps")
    let ids = try await recorder.append(
      [Sample.item(Sample.id(1), 7), Sample.item(Sample.id(2), 4)])
    try expect(ids.min() ?? 0 > found.map(\.id).max() ?? 0, "Appends go on from there")
  }

  /// All or nothing: no sequence that could be read cannot be read afterwards.
  func restoresNothingUnreadable(_ recorder: any ReplicaRecorder) async throws {
    let (entity, log, new) = (Sample.id(1), Sample.id(2), Sample.id(3))
    let stored = numbered(Sample.items(entity, 0...3) + Sample.items(log, [50, 90]), from: 1)
    try await recorder.replicate(stored)
    let refused: [(String, [SequencedItem], RestoreError)] = [
      ("After a gap", Sample.items(entity, [5]), .leavesGap(sequenceID: entity, missing: 4)),
      ("A log's entry", Sample.items(entity, [1_700_000_000]), .leavesGap(sequenceID: entity, missing: 4)),
      ("At the very end", Sample.items(entity, [.max]), .leavesGap(sequenceID: entity, missing: 4)),
      ("With a gap", Sample.items(entity, [6, 4]), .leavesGap(sequenceID: entity, missing: 5)),
      ("A new entity with a gap", Sample.items(new, [0, 2]), .leavesGap(sequenceID: new, missing: 1)),
      ("An entity's first in a log", Sample.items(log, [0]), .leavesGap(sequenceID: log, missing: 1)),
      ("An entity's first two in a log", Sample.items(log, [1, 0]), .leavesGap(sequenceID: log, missing: 2)),
      (
        "After what is good", Sample.items(new, [7]) + Sample.items(entity, [5]),
        .leavesGap(sequenceID: entity, missing: 4)
      ),
    ]
    for (what, items, refusal) in refused {
      try await expect(what, throws: refusal) { try await recorder.restore(items) }
    }
    for (items, position) in [([4, 2, 1], 2), ([3], 3), ([0], 0)] {
      try await expect("A taken place", throws: ConcurrencyError(sequenceID: entity, position: position)) {
        try await recorder.restore(Sample.items(new, [7]) + Sample.items(entity, items))
      }
    }
    try await expect("An entry at a taken time", throws: ConcurrencyError(sequenceID: log, position: 90)) {
      try await recorder.restore(Sample.items(log, [70, 90]))
    }
    try expect(try await recorder.notifications(after: 0, limit: 99), equals: stored, "What is refused leaves nothing")
  }

  /// Nobody need be asked to stop.
  func restoresBesideWriters(_ recorder: any ReplicaRecorder, _ recorders: [any Recorder]) async throws {
    let (writers, isOver) = (8, IsOver())
    let lost = Sample.items(Sample.id(1), 0..<300)
    try await recorder.restore(lost.filter { $0.position % 2 == 0 && $0.position > 0 })
    let counts = try await withThrowingTaskGroup(of: (UUID, Int).self) { group in
      let begun = Countdown(from: writers)
      for writer in 0..<writers {
        group.addTask {
          let id = Sample.id(UInt8(100 + writer))
          var count = 0
          while !isOver.value.load(ordering: .acquiring) {
            try await recorders[writer % recorders.count].append(Sample.items(id, count...count))
            if count == 0 { begun.countDown() }
            count += 1
            await Task.yield()
          }
          return (id, count)
        }
      }
      while !begun.isOver { try await Task.sleep(for: .milliseconds(1)) }
      for part in 0..<3 {
        // One of them is the first: from then on the sequence is an entity's.
        let missing = lost.filter { ($0.position % 2 == 1 || $0.position == 0) && $0.position / 100 == 2 - part }
        try await recorder.restore(missing)
      }
      isOver.value.store(true, ordering: .releasing)
      return try await group.reduce(into: []) { $0.append($1) }
    }
    try expect(try await recorder.items(of: Sample.id(1)), equals: lost, "The sequence is whole again")
    for (id, count) in counts {
      try expect(try await recorder.items(of: id), equals: Sample.items(id, 0..<count), "So is what others appended")
    }
    let ids = try await recorder.notifications(after: 0, limit: .max).map(\.id)
    try expect(ids.count, equals: counts.reduce(300) { $0 + $1.1 }, "Each is in the log once")
    try expect(zip(ids, ids.dropFirst()).allSatisfy(<), "The ids grow")
  }
}

private final class IsOver: Sendable {
  let value = Atomic(false)
}
