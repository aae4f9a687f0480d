import EventSourcing
import Foundation

extension RecorderPromise {
  func refusesATakenPosition(_ recorder: any Recorder) async throws {
    let id = Sample.id(1)
    let first = Sample.items(id, 0...2)
    try await recorder.append(first)
    for position in 0...2 {
      let taken = ConcurrencyError(sequenceID: id, position: position)
      try await expect("Position \(position) is taken", throws: taken) {
        try await recorder.append([Sample.item(id, position, data: #"{"other":1}"#)])
      }
    }
    try expect(try await recorder.items(of: id), equals: first, "Nothing was overwritten")
    try await recorder.append(Sample.items(id, 3...3))
  }

  func refusesAGap(_ recorder: any Recorder) async throws {
    let id = Sample.id(1)
    try await expect("Not from 1", throws: InvalidAppend.gap(sequenceID: id, expected: 0, found: 1)) {
      try await recorder.append(Sample.items(id, 1...1))
    }
    try await recorder.append(Sample.items(id, 0...1))
    try await expect("Not from 3", throws: InvalidAppend.gap(sequenceID: id, expected: 2, found: 3)) {
      try await recorder.append(Sample.items(id, 3...3))
    }
    try await expect("No gap inside", throws: InvalidAppend.gap(sequenceID: id, expected: 3, found: 4)) {
      try await recorder.append(Sample.items(id, [2, 4]))
    }
    try await expect("No duplicate inside", throws: InvalidAppend.duplicate(sequenceID: id, position: 2)) {
      try await recorder.append(Sample.items(id, [2, 2]))
    }
    try await expect("Not the end of all", throws: InvalidAppend.gap(sequenceID: id, expected: 2, found: .max)) {
      try await recorder.append(Sample.items(id, [Int.max]))
    }
    try await expect("Not nothing", throws: InvalidAppend.empty) {
      try await recorder.append([])
    }
    try expect(try await recorder.items(of: id).map(\.position), equals: [0, 1], "Only what was accepted is there")
  }

  func appendsAllOrNothing(_ recorder: any Recorder) async throws {
    let (one, two) = (Sample.id(1), Sample.id(2))
    try await recorder.append(Sample.items(two, 0...0))
    try await expect("The last is taken", throws: ConcurrencyError(sequenceID: two, position: 0)) {
      try await recorder.append(Sample.items(one, 0...99) + Sample.items(two, 0...0))
    }
    try await expect("The first is taken", throws: ConcurrencyError(sequenceID: two, position: 0)) {
      try await recorder.append(Sample.items(two, 0...0) + Sample.items(one, 0...99))
    }
    try expect(try await recorder.items(of: one), equals: [], "Nothing of a refused append is in its sequence")
    let notified = try await recorder.notifications(after: 0, limit: 10).count
    try expect(notified, equals: 1, "Nothing of a refused append is in the notification sequence")
  }

  func appendsSeveralSequencesAtOnce(_ recorder: any Recorder) async throws {
    let (one, two) = (Sample.items(Sample.id(1), 0...2), Sample.items(Sample.id(2), 0...2))
    let mixed = [one[0], two[0], two[1], one[1], one[2], two[2]]
    let ids = try await recorder.append(mixed)
    try expect(try await recorder.items(of: Sample.id(1)), equals: one, "The items of the first sequence")
    try expect(try await recorder.items(of: Sample.id(2)), equals: two, "The items of the second sequence")
    let notifications = try await recorder.notifications(after: 0, limit: 10)
    try expect(notifications.map(\.item), equals: mixed, "The items in the order in which they were appended")
    try expect(notifications.map(\.id), equals: ids, "The ids that the append returned")
  }

  func heedsCancellation(_ recorder: any Recorder) async throws {
    // Cancelled at many moments, an append has either thrown and left nothing, or returned and left everything.
    for round in 0..<200 {
      let id = UUID()
      let task = Task { try await recorder.append(Sample.items(id, 0...1)) }
      for _ in 0..<(round % 8) { await Task.yield() }
      task.cancel()
      let outcome = await task.result
      let stored = try await recorder.items(of: id).count
      switch outcome {
      case .success: try expect(stored, equals: 2, "An acknowledged append is there")
      case .failure(let error):
        try expect(error is CancellationError, "A cancelled append says so, not “\(error)”")
        try expect(stored, equals: 0, "Nothing of a cancelled append is there")
      }
    }
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await recorder.append(Sample.items(Sample.id(1), 0...0))
    }
    let refused = await task.result
    try expect((try? refused.get()) == nil, "A task that is cancelled already appends nothing")
  }

  func refusesUseAfterClose(_ recorder: any Recorder) async throws {
    let id = Sample.id(1)
    try await recorder.append(Sample.items(id, 0...0))
    try await recorder.close()
    try await recorder.close()
    let closed = RecorderError.closed
    try await expect("append", throws: closed) { try await recorder.append(Sample.items(id, 1...1)) }
    try await expect("item", throws: closed) { try await recorder.item(of: id, at: 0) }
    try await expect("items", throws: closed) { try await recorder.items(of: id) }
    try await expect("sequenceIDs", throws: closed) { try await recorder.sequenceIDs(after: nil, limit: 1) }
    try await expect("page", throws: closed) { try await recorder.page(NotificationQuery(after: 0, limit: 1)) }
    try await expect("notifications", throws: closed) { try await recorder.notifications(of: id, where: .all) }
    try await expect("newestPosition", throws: closed) { try await recorder.newestPosition() }
    try await expect("lastTracked", throws: closed) { try await recorder.lastTracked(of: "Orders") }
    try await expect("waitForNotification", throws: closed) {
      try await recorder.waitForNotification(after: 9, atMost: .seconds(9))
    }
  }

  func tellsWhatBecameOfAnAppend(_ recorder: any Recorder) async throws {
    let (entity, log, other) = (Sample.id(1), Sample.id(2), Sample.id(3))
    try await recorder.append(Sample.items(entity, 0...0))
    let request = try AppendRequest(
      Sample.items(log, [-7]) + Sample.items(entity, 1...2) + Sample.items(log, [5]), timed: [log])
    try expect(try await recorder.outcome(of: request), equals: .notStored, "Nothing is stored yet")
    let ids = try await recorder.append(request)
    try expect(try await recorder.outcome(of: request), equals: .stored(ids), "What is stored, with its ids")
    let more = try AppendRequest(Sample.items(entity, 2...3))
    try expect(try await recorder.outcome(of: more), equals: .takenByOthers, "Only the first of two items is there")
    let rival = try AppendRequest([Sample.item(other, 0), Sample.item(entity, 2, data: "{}")])
    try expect(try await recorder.outcome(of: rival), equals: .takenByOthers, "Another item is at its place")

    let tracked = try AppendRequest([], tracking: TrackingRecord(upstream: "Orders", from: 0, to: 7))
    try expect(try await recorder.outcome(of: tracked), equals: .notStored, "Nothing is tracked yet")
    try await recorder.append(tracked)
    try expect(try await recorder.outcome(of: tracked), equals: .stored([]), "It is tracked")
    try await recorder.append([], tracking: TrackingRecord(upstream: "Orders", from: 7, to: 9))
    try expect(try await recorder.outcome(of: tracked), equals: .passed, "Another has gone on")
    let late = try AppendRequest(
      Sample.items(other, 0...0), tracking: TrackingRecord(upstream: "Orders", from: 7, to: 8))
    try expect(try await recorder.outcome(of: late), equals: .takenByOthers, "Others have dealt with its part")
  }
}
