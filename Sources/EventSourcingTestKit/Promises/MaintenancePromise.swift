public import EventSourcing
import Foundation

/// What every recorder promises that can also change the past; to be run as `RecorderPromise` is.
public enum MaintenancePromise: String, CaseIterable, Sendable {
  case deletesOneSequence
  case deletesOneItem
  case beginsEpochs
  case resetsTracking
  case countsChangesOfThePast
  case keepsItsRevision
  case neverUsesANotificationIDTwice
  case rewritesInPlace
  case rewritesAllOrNothing
  case keepsTheFirstOfMany
  case heedsCancellationOfMaintenance
  case refusesMaintenanceAfterClose

  /// Tries the promise on an empty recorder, which is closed afterwards.
  ///
  /// - Throws: `PromiseBroken`, or what the recorder throws where it should not.
  public func verify(on recorder: any MaintenanceRecorder) async throws {
    try await recorder.closing { try await check(recorder) }
  }

  private func check(_ recorder: any MaintenanceRecorder) async throws {
    switch self {
    case .deletesOneSequence: try await deletesOneSequence(recorder)
    case .deletesOneItem: try await deletesOneItem(recorder)
    case .beginsEpochs: try await beginsEpochs(recorder)
    case .resetsTracking: try await resetsTracking(recorder)
    case .countsChangesOfThePast: try await countsChangesOfThePast(recorder)
    case .keepsItsRevision: try await keepsItsRevision(recorder)
    case .neverUsesANotificationIDTwice: try await neverUsesANotificationIDTwice(recorder)
    case .rewritesInPlace: try await rewritesInPlace(recorder)
    case .rewritesAllOrNothing: try await rewritesAllOrNothing(recorder)
    case .keepsTheFirstOfMany: try await keepsTheFirstOfMany(recorder)
    case .heedsCancellationOfMaintenance: try await heedsCancellationOfMaintenance(recorder)
    case .refusesMaintenanceAfterClose: try await refusesMaintenanceAfterClose(recorder)
    }
  }

  private func deletesOneSequence(_ recorder: any MaintenanceRecorder) async throws {
    let (one, two) = (Sample.id(1), Sample.id(2))
    try await recorder.append(Sample.items(one, 0...4))
    let kept = try await recorder.append(Sample.items(two, 0...1))
    try expect(try await recorder.deleteItems(of: one), equals: 5, "The number of items deleted")
    try expect(try await recorder.deleteItems(of: one), equals: 0, "Nothing is left to delete")
    try expect(try await recorder.items(of: one), equals: [], "The sequence is gone")
    try expect(try await recorder.sequenceIDs(after: nil, limit: 10), equals: [two], "Its id is gone")
    let notified = try await recorder.notifications(after: 0, limit: 10).map(\.id)
    try expect(notified, equals: kept, "The notifications of others are as they were")
    try await recorder.append(Sample.items(one, 0...0))
  }

  private func deletesOneItem(_ recorder: any MaintenanceRecorder) async throws {
    let items = Sample.items(Sample.id(1), 0...3)
    let ids = try await recorder.append(items)
    try expect(ids.count, equals: items.count, "One id for each item")
    let position = LogPosition(
      id: ids[3], log: try await recorder.newestPosition().log, digest: ItemDigest(of: items[3]))
    try expect(try await recorder.deleteItem(of: Sample.id(1), at: 3), "The item was there")
    try expect(try await recorder.deleteItem(of: Sample.id(1), at: 3), equals: false, "It is not there any more")
    try expect(try await recorder.items(of: Sample.id(1)), equals: Array(items[..<3]), "All others are there")
    let page = try await recorder.page(NotificationQuery(after: position, limit: 9))
    try expect(page.notifications, equals: [], "A follower that has read the item reads on")
    let again = try await recorder.append(Sample.items(Sample.id(1), 3...3))
    try expect((again.first ?? 0) > ids[3], "The position can be had again, the notification id cannot")
    try await recorder.deleteItem(of: Sample.id(1), at: 1)
    try expect(try await recorder.items(of: Sample.id(1)).map(\.position), equals: [0, 2, 3], "A gap is left")
    let passed = ConcurrencyError(sequenceID: Sample.id(1), position: 1, found: 4)
    try await expect("It is not said to be taken", throws: passed) {
      try await recorder.append(Sample.items(Sample.id(1), 1...1))
    }
    try await recorder.append(Sample.items(Sample.id(1), 4...4))
  }

  private func beginsEpochs(_ recorder: any MaintenanceRecorder) async throws {
    try await recorder.append(Sample.items(Sample.id(1), 0...3))
    let before = try await recorder.newestPosition()
    try expect(try await recorder.newestPosition().log, equals: before.log, "The identity stays the same")
    let epoch = try await recorder.beginEpoch()
    try expect(try await recorder.newestPosition().log, equals: epoch, "The new identity is the log's")
    let replaced = LogReplaced(position: before, reason: .otherIdentity(found: epoch))
    try await expect("A follower notices", throws: replaced) {
      try await recorder.page(NotificationQuery(after: before, limit: 9))
    }
    let now = try await recorder.newestPosition()
    try expect(now.id, equals: before.id, "Items and ids are as they were")
  }

  private func resetsTracking(_ recorder: any MaintenanceRecorder) async throws {
    try await recorder.append([], tracking: TrackingRecord(upstream: "Orders", from: 0, to: 9))
    for position in [LogPosition(id: 4, log: Sample.id(7), digest: ItemDigest(rawValue: -1)), nil, LogPosition(id: 2)] {
      try await recorder.resetTracking(of: "Orders", to: position)
      try expect(try await recorder.lastTracked(of: "Orders"), equals: position, "The upstream stands where it was put")
    }
    try await recorder.append([], tracking: TrackingRecord(upstream: "Orders", from: 2, to: 3))
    let log = try await recorder.newestPosition().log
    let refused = [("", LogPosition(id: 4, log: Sample.id(7))), ("", nil), ("Orders", LogPosition(id: -5))]
    for (upstream, position) in refused {
      let impossible = TrackingRecord(upstream: upstream, from: 0, to: position ?? .beginning)
      try await expect("“\(upstream)” at \(impossible.to.id)", throws: InvalidAppend.impossibleTracking(impossible)) {
        try await recorder.resetTracking(of: upstream, to: position)
      }
    }
    try await expect("A NUL", throws: InvalidAppend.nulInName) {
      try await recorder.resetTracking(of: "Orders\u{0}", to: 4)
    }
    let longest = String(repeating: "ö", count: 1_000)
    try await recorder.resetTracking(of: longest, to: 4)
    try expect(try await recorder.lastTracked(of: longest)?.id, equals: 4, "The longest name of an upstream")
    for position in [LogPosition(id: 4), nil] {
      try await expect("A longer name", throws: InvalidAppend.longName(bytes: 2_001)) {
        try await recorder.resetTracking(of: longest + "x", to: position)
      }
    }
    try expect(try await recorder.lastTracked(of: longest + "x"), equals: nil, "A longer name is not there")
    try expect(try await recorder.newestPosition().log, equals: log, "The log's identity is as it was")
    try expect(try await recorder.lastTracked(of: "Orders")?.id, equals: 3, "The upstream stands where it stood")
  }

  private func countsChangesOfThePast(_ recorder: any MaintenanceRecorder) async throws {
    let items = Sample.items(Sample.id(1), 0...3)
    try await recorder.append(items)
    let before = recorder.changesOfThePast
    try await recorder.append(Sample.items(Sample.id(2), 0...3))
    try expect(recorder.changesOfThePast, equals: before, "An append changes nothing of the past")
    try await recorder.rewrite([Rewrite(from: items[0], to: changed(items[0], topic: "New", data: Data()))])
    let rewritten = recorder.changesOfThePast
    try await recorder.deleteItem(of: Sample.id(2), at: 3)
    let deleted = recorder.changesOfThePast
    try await recorder.deleteItems(of: Sample.id(2))
    let all = [before, rewritten, deleted, recorder.changesOfThePast]
    try expect(zip(all, all.dropFirst()).allSatisfy(<), "A rewrite and a deletion are counted: \(all)")
  }

  private func neverUsesANotificationIDTwice(_ recorder: any MaintenanceRecorder) async throws {
    let newest = try await recorder.append(Sample.items(Sample.id(1), 0...2)).max() ?? 0
    try await recorder.deleteItems(of: Sample.id(1))
    let next = try await recorder.append(Sample.items(Sample.id(2), 0...0)).min() ?? 0
    try expect(next > newest, "After \(newest) was deleted, \(next) must be larger")
  }

  /// A sequence is known as an entity's by its first item.
  private func keepsTheFirstOfMany(_ recorder: any MaintenanceRecorder) async throws {
    let id = Sample.id(1)
    let items = Sample.items(id, 0...2)
    try await recorder.append(items)
    let before = recorder.changesOfThePast
    try await expect("The first of many", throws: DeletionError.firstOfMany(sequenceID: id)) {
      try await recorder.deleteItem(of: id, at: 0)
    }
    try expect(try await recorder.items(of: id), equals: items, "Nothing was deleted")
    try expect(recorder.changesOfThePast, equals: before, "Nothing of the past was changed")
    for position in [2, 1, 0] {
      try expect(try await recorder.deleteItem(of: id, at: position), "The last can be deleted, down to the first")
    }
    try await recorder.append(Sample.items(id, [-5, 5]), kind: .timed)
    try expect(try await recorder.deleteItem(of: id, at: 0), equals: false, "A log has none at 0")
    try expect(try await recorder.deleteItem(of: id, at: -5), "The first of a log can be deleted")
  }

  private func heedsCancellationOfMaintenance(_ recorder: any MaintenanceRecorder) async throws {
    let items = Sample.items(Sample.id(1), 0...2)
    try await recorder.append(items)
    let log = try await recorder.newestPosition()
    let rewrite = try Rewrite(from: items[0], to: changed(items[0], topic: "New", data: Data()))
    let changes: [(String, @Sendable () async throws -> Void)] = [
      ("deleteItems", { try await recorder.deleteItems(of: Sample.id(1)) }),
      ("deleteItem", { try await recorder.deleteItem(of: Sample.id(1), at: 2) }),
      ("rewrite", { try await recorder.rewrite([rewrite]) }),
      ("beginEpoch", { try await recorder.beginEpoch() }),
      ("resetTracking", { try await recorder.resetTracking(of: "Orders", to: 4) }),
    ]
    try await expectCancellation(of: changes)
    try expect(try await recorder.items(of: Sample.id(1)), equals: items, "All items are there")
    try expect(try await recorder.newestPosition(), equals: log, "The log is as it was")
    try expect(try await recorder.lastTracked(of: "Orders"), equals: nil, "Nothing is tracked")
  }

  private func refusesMaintenanceAfterClose(_ recorder: any MaintenanceRecorder) async throws {
    try await recorder.close()
    try await expect("deleteItems", throws: RecorderError.closed) { try await recorder.deleteItems(of: Sample.id(1)) }
    try await expect("deleteItem", throws: RecorderError.closed) {
      try await recorder.deleteItem(of: Sample.id(1), at: 0)
    }
    try await expect("rewrite", throws: RecorderError.closed) { try await recorder.rewrite([]) }
    try await expect("beginEpoch", throws: RecorderError.closed) { try await recorder.beginEpoch() }
    try await expect("logRevision", throws: RecorderError.closed) { try await recorder.logRevision() }
    try await expect("resetTracking", throws: RecorderError.closed) {
      try await recorder.resetTracking(of: "Orders", to: nil)
    }
  }
}
