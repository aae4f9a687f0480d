import EventSourcing
import Foundation

extension ReplicaPromise {
  /// What no append could have recorded is in no log that is copied, and in no backup.
  func refusesWhatNoAppendRecords(_ recorder: any ReplicaRecorder) async throws {
    let stored = try await Mistakes.recordItsPast(in: recorder)
    for (what, items, refusal) in Mistakes.alone {
      try await expect("\(what), copied", throws: refusal) { try await recorder.replicate(numbered(items, from: 11)) }
      try await expect("\(what), put back", throws: refusal) { try await recorder.restore(items) }
    }
    try expect(try await recorder.notifications(after: 0, limit: 99), equals: stored, "What is refused leaves nothing")
    // In the original an item may be missing, or may have been put back later.
    try await recorder.replicate(
      numbered([Sample.item(Mistakes.entity, 9), Sample.item(Mistakes.entity, 5)], from: 11))
  }

  /// What has several mistakes is refused for the first of them: what can be seen of the items alone, then the ids,
  /// what does not fit a sequence, and places that are taken.
  func refusesCopiesInOneOrder(_ recorder: any ReplicaRecorder) async throws {
    let stored = try await Mistakes.recordItsPast(in: recorder)
    let (entity, log) = (Mistakes.entity, Mistakes.log)
    let (taken, negative, nul) = (
      Sample.item(entity, 0), Sample.item(entity, -4), Sample.item(entity, 2, topic: "\u{0}")
    )
    try await expect("A NUL before an id", throws: InvalidAppend.nulInName) {
      try await recorder.replicate(numbered([Sample.item(entity, 2), nul], from: 1))
    }
    try await expect("A place twice before an id", throws: InvalidAppend.duplicate(sequenceID: entity, position: 0)) {
      try await recorder.replicate(numbered([taken, taken], from: 1))
    }
    try await expect("An id before a kind", throws: ReplicaRefused(id: 4, newest: 4)) {
      try await recorder.replicate(numbered([negative], from: 4))
    }
    let otherKind = InvalidAppend.otherKind(sequenceID: entity, stored: .counted)
    try await expect("A kind before a place", throws: otherKind) {
      try await recorder.replicate(numbered([taken, negative], from: 11))
    }
    try await expect("A kind before a place", throws: otherKind) { try await recorder.restore([taken, negative]) }
    try await expect("A NUL before a kind", throws: InvalidAppend.nulInName) {
      try await recorder.restore([negative, nul])
    }
    try await expect("The first of two sequences", throws: InvalidAppend.timedAtZero(sequenceID: log)) {
      try await recorder.restore([taken, Sample.item(log, 0), negative])
    }
    try await expect("A gap before a place", throws: RestoreError.leavesGap(sequenceID: entity, missing: 2)) {
      try await recorder.restore([taken, Sample.item(entity, 9)])
    }
    try expect(try await recorder.notifications(after: 0, limit: 99), equals: stored, "What is refused leaves nothing")
  }

  func heedsCancellationOfCopies(_ recorder: any ReplicaRecorder) async throws {
    let items = Sample.items(Sample.id(1), 0...2)
    let changes: [(String, @Sendable () async throws -> Void)] = [
      ("replicate", { try await recorder.replicate(numbered(items, from: 1)) }),
      ("replicate nothing", { try await recorder.replicate([]) }),
      ("restore", { try await recorder.restore(items) }),
      ("restore nothing", { try await recorder.restore([]) }),
    ]
    try await expectCancellation(of: changes)
    try expect(try await recorder.notifications(after: 0, limit: 9), equals: [], "Nothing was recorded")
  }

  func refusesCopiesAfterClose(_ recorder: any ReplicaRecorder) async throws {
    try await recorder.close()
    for items in [[], Sample.items(Sample.id(1), 0...2)] {
      try await expect("replicate", throws: RecorderError.closed) {
        try await recorder.replicate(numbered(items, from: 1))
      }
      try await expect("restore", throws: RecorderError.closed) { try await recorder.restore(items) }
    }
  }
}

/// Items under ids that count up.
func numbered(_ items: [SequencedItem], from id: Int) -> [ItemNotification] {
  items.enumerated().map { ItemNotification(id: id + $0, item: $1) }
}

/// What does not go with an entity's items 0 and 1, and a log's at -7 and 7.
private enum Mistakes {
  static let entity = Sample.id(1)
  static let log = Sample.id(2)
  static let nothing = Sample.id(3)

  static func recordItsPast(in recorder: any ReplicaRecorder) async throws -> [ItemNotification] {
    let past = numbered(Sample.items(entity, 0...1) + Sample.items(log, [-7, 7]), from: 1)
    try await recorder.replicate(past)
    return past
  }

  static let alone: [(String, [SequencedItem], InvalidAppend)] = [
    ("A NUL in a topic", [Sample.item(entity, 2, topic: "Sample.\u{0}")], .nulInName),
    ("A NUL in metadata", [Sample.item(entity, 2), Sample.item(entity, 3).with(metadata: "\u{0}")], .nulInName),
    (
      "A place twice", [Sample.item(entity, 2), Sample.item(entity, 2, data: "")],
      .duplicate(sequenceID: entity, position: 2)
    ),
    ("An entity's item before its first", [Sample.item(entity, -4)], .otherKind(sequenceID: entity, stored: .counted)),
    (
      "The same of a new entity", [Sample.item(nothing, 0), Sample.item(nothing, -4)],
      .otherKind(sequenceID: nothing, stored: .counted)
    ),
    ("An entry of a log at 0", [Sample.item(log, 0)], .timedAtZero(sequenceID: log)),
    (
      "The same of a new log", [Sample.item(nothing, -4), Sample.item(nothing, 0)], .timedAtZero(sequenceID: nothing)
    ),
  ]
}
