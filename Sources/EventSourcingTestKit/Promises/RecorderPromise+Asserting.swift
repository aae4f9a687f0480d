import EventSourcing
import Foundation

extension RecorderPromise {
  func holdsWhatAnAppendAsserts(_ recorder: any Recorder) async throws {
    let (read, written, none) = (Sample.id(1), Sample.id(2), Sample.id(3))
    try await recorder.append(Sample.items(read, 0...2))
    let unchanged = SequenceAssertion(sequenceID: read, version: 3)
    try await recorder.append(
      Sample.items(written, 0...0), assertions: [unchanged, SequenceAssertion(sequenceID: none, version: 0)])
    let tracking = TrackingRecord(upstream: "Orders", from: 0, to: 1)
    for version in [0, 2, 4, 5] {
      try await expect("Not \(version)", throws: ConcurrencyError(sequenceID: read, position: version, found: 3)) {
        try await recorder.append(
          Sample.items(written, 1...1), tracking: tracking,
          assertions: [SequenceAssertion(sequenceID: read, version: version)])
      }
    }
    let log = Sample.id(4)
    try await recorder.append(Sample.items(log, 5...5), kind: .timed)
    try await expect("A log is not counted", throws: InvalidAppend.assertsLog(sequenceID: log)) {
      try await recorder.append(
        Sample.items(written, 1...1), assertions: [SequenceAssertion(sequenceID: log, version: 6)])
    }
    try expect(try await recorder.items(of: written).count, equals: 1, "Nothing is recorded if an assertion fails")
    try expect(try await recorder.lastTracked(of: "Orders"), equals: nil, "No tracking is recorded, either")
    // What is asserted stays as it is, and can be written by others.
    try expect(try await recorder.items(of: none), equals: [], "An assertion leaves nothing")
    try await recorder.append(Sample.items(none, 0...0))
    try await recorder.append(Sample.items(read, 3...3), assertions: [unchanged])
    try await recorder.append([], tracking: tracking, assertions: [SequenceAssertion(sequenceID: read, version: 4)])
    try expect(try await recorder.notifications(after: 0, limit: 99).count, equals: 7, "Only items are notified")
  }

  /// Each of two reads what the other writes: never do both succeed.
  func letsNoTwoDecideOnEachOthersPast(_ recorders: [any Recorder]) async throws {
    for round in 0..<100 {
      let (one, two) = (UUID(), UUID())
      @Sendable func decide(reading read: UUID, writing written: UUID, on recorder: any Recorder) async throws -> Int {
        do {
          try await recorder.append(
            Sample.items(written, 0...0), assertions: [SequenceAssertion(sequenceID: read, version: 0)])
          return 1
        } catch is ConcurrencyError {
          return 0
        } catch let error as RecorderError where error.code == .busy {
          return 0
        }
      }
      async let first = decide(reading: one, writing: two, on: recorders[0])
      async let second = decide(reading: two, writing: one, on: recorders[round % recorders.count])
      let successes = try await first + second
      try expect(successes <= 1, "Round \(round): of two who decide on what the other writes, one succeeds at most")
      let stored = try await recorders[0].items(of: one).count + recorders[0].items(of: two).count
      try expect(stored, equals: successes, "Round \(round): what succeeded is there, and nothing else")
    }
  }

  func keepsKindsApart(_ recorder: any Recorder) async throws {
    let (entity, log) = (Sample.id(1), Sample.id(2))
    let items = Sample.items(entity, 0...1) + Sample.items(log, [-7, 5, 1_000])
    try await recorder.append(AppendRequest(items, timed: [log]))
    try expect(
      try await recorder.notifications(after: 0, limit: 9).map(\.item), equals: items, "Both kinds in one append")
    let counted = InvalidAppend.otherKind(sequenceID: entity, stored: .counted)
    try await expect("No entry under an entity's id", throws: counted) {
      try await recorder.append(Sample.items(entity, [1_700_000_000]), kind: .timed)
    }
    for position in [0, 1, 1_001] {
      try await expect("No event under a log's id", throws: InvalidAppend.otherKind(sequenceID: log, stored: .timed)) {
        try await recorder.append(Sample.items(log, [position]))
      }
    }
    try await expect("No entry at 0", throws: InvalidAppend.timedAtZero(sequenceID: Sample.id(3))) {
      try await recorder.append(Sample.items(Sample.id(3), [0]), kind: .timed)
    }
    let other = Sample.id(4)
    try await expect("All or nothing of both kinds", throws: ConcurrencyError(sequenceID: log, position: 5)) {
      try await recorder.append(AppendRequest(Sample.items(other, 0...0) + Sample.items(log, [4, 5]), timed: [log]))
    }
    try expect(try await recorder.items(of: other), equals: [], "Nothing of a refused append is there")
    try await recorder.append(Sample.items(entity, 2...2))
  }
}
