public import EventSourcing
import Foundation

/// What every recorder promises that can hold a copy of another one's log; to be run as `RecorderPromise` is.
public enum ReplicaPromise: String, CaseIterable, Sendable {
  case recordsUnderGivenIDs
  case refusesIDsThatDoNotGrow
  case givesNoIDAgainAfterADeletion
  case noticesThatNothingIsThere
  case endsWithItsIDs
  case refusesWhatNoAppendRecords
  case refusesCopiesInOneOrder
  case restoresWhatIsMissing
  case restoresNothingUnreadable
  case restoresBesideWriters
  case heedsCancellationOfCopies
  case refusesCopiesAfterClose

  /// Tries the promise on an empty recorder, which is closed afterwards.
  ///
  /// - Parameters:
  ///   - recorder: The recorder to try.
  ///   - others: More recorders of the same database, if it can have them, which write beside it. They are left open.
  /// - Throws: `PromiseBroken`, or what the recorder throws where it should not.
  public func verify(on recorder: any ReplicaRecorder, beside others: [any Recorder] = []) async throws {
    try await recorder.closing {
      switch self {
      case .recordsUnderGivenIDs: try await recordsUnderGivenIDs(recorder)
      case .refusesIDsThatDoNotGrow: try await refusesIDsThatDoNotGrow(recorder)
      case .givesNoIDAgainAfterADeletion: try await givesNoIDAgainAfterADeletion(recorder)
      case .noticesThatNothingIsThere: try await noticesThatNothingIsThere(recorder)
      case .endsWithItsIDs: try await endsWithItsIDs(recorder)
      case .refusesWhatNoAppendRecords: try await refusesWhatNoAppendRecords(recorder)
      case .refusesCopiesInOneOrder: try await refusesCopiesInOneOrder(recorder)
      case .restoresWhatIsMissing: try await restoresWhatIsMissing(recorder)
      case .restoresNothingUnreadable: try await restoresNothingUnreadable(recorder)
      case .restoresBesideWriters: try await restoresBesideWriters(recorder, [recorder] + others)
      case .heedsCancellationOfCopies: try await heedsCancellationOfCopies(recorder)
      case .refusesCopiesAfterClose: try await refusesCopiesAfterClose(recorder)
      }
    }
  }

  private func recordsUnderGivenIDs(_ recorder: any ReplicaRecorder) async throws {
    // A gap in the ids, one in a sequence, and times: all is as it is in the original.
    let copied = [
      ItemNotification(id: 3, item: Sample.item(Sample.id(1), 0)),
      ItemNotification(id: 4, item: Sample.item(Sample.id(1), 2).with(metadata: #"{"user":"ada"}"#)),
      ItemNotification(id: 4_000_000_000, item: Sample.item(Sample.id(2), 1_700_000_000_000_000)),
    ]
    try await recorder.replicate(Array(copied[..<2]))
    try await recorder.replicate([copied[2]])
    try await recorder.replicate([])
    try expect(
      try await recorder.notifications(after: 0, limit: 9), equals: copied, "The ids are those of the original")
    try expect(try await recorder.newestPosition().id, equals: 4_000_000_000, "The newest is the original's")
    let page = try await recorder.page(NotificationQuery(after: 4, limit: 9, filter: .storedNames(["Sample"]), rows: 1))
    try expect(page.readUpTo.id, equals: 4_000_000_000, "A jump in the ids is passed in one step")
    let isThere = try await recorder.waitForNotification(after: 5, atMost: .seconds(60))
    try expect(isThere, "What was copied is there for who waits")
    let next = try await recorder.append(Sample.items(Sample.id(3), 0...0))
    try expect(next.allSatisfy { $0 > 4_000_000_000 }, "Ids of its own come after all that were given")
  }

  private func refusesIDsThatDoNotGrow(_ recorder: any ReplicaRecorder) async throws {
    let items = Sample.items(Sample.id(1), 0...3)
    try await recorder.replicate([ItemNotification(id: 10, item: items[0])])
    for (ids, refused) in [
      ([10, 11], ReplicaRefused(id: 10, newest: 10)), ([11, 11], ReplicaRefused(id: 11, newest: 11)),
    ] {
      try await expect("Not \(ids)", throws: refused) {
        try await recorder.replicate(zip(ids, items[1...]).map { ItemNotification(id: $0, item: $1) })
      }
    }
    try await expect("A taken place", throws: ConcurrencyError(sequenceID: Sample.id(1), position: 0)) {
      try await recorder.replicate([
        ItemNotification(id: 11, item: items[1]), ItemNotification(id: 12, item: items[0]),
      ])
    }
    try expect(try await recorder.items(of: Sample.id(1)), equals: [items[0]], "All or nothing")
  }

  private func givesNoIDAgainAfterADeletion(_ recorder: any ReplicaRecorder) async throws {
    let items = Sample.items(Sample.id(1), 0...5)
    try await recorder.replicate(items[..<5].enumerated().map { ItemNotification(id: $0 + 1, item: $1) })
    guard let maintenance = recorder as? any MaintenanceRecorder else { return }
    try await maintenance.deleteItem(of: Sample.id(1), at: 4)
    try await expect("The id of a deleted item", throws: ReplicaRefused(id: 5, newest: 5)) {
      try await recorder.replicate([ItemNotification(id: 5, item: items[5])])
    }
  }

  private func noticesThatNothingIsThere(_ recorder: any ReplicaRecorder) async throws {
    let items = Sample.items(Sample.id(1), 0...3)
    try await recorder.replicate(zip([1, 2, 3, 9], items).map { ItemNotification(id: $0, item: $1) })
    let log = try await recorder.newestPosition().log
    func position(_ id: Int) -> LogPosition {
      LogPosition(id: id, log: log, digest: ItemDigest(of: items[2]))
    }
    if let maintenance = recorder as? any MaintenanceRecorder {
      try await maintenance.deleteItem(of: Sample.id(1), at: 2)
      let read = try await recorder.page(NotificationQuery(after: position(3), limit: 9))
      try expect(read.notifications.map(\.id), equals: [9], "A follower goes on where an item was deleted")
    }
    let replaced = LogReplaced(position: position(5), reason: .noItem)
    try await expect("Nothing was ever under the id", throws: replaced) {
      try await recorder.page(NotificationQuery(after: position(5), limit: 9))
    }
  }

  private func endsWithItsIDs(_ recorder: any ReplicaRecorder) async throws {
    let last = [ItemNotification(id: .max - 1, item: Sample.item(Sample.id(1), 0))]
    try await recorder.replicate(last)
    try await expect("Two items have no place after it", throws: RecorderError.idsUsedUp) {
      try await recorder.append(Sample.items(Sample.id(2), 0...1))
    }
    try await expect("Nor have two that are put back", throws: RecorderError.idsUsedUp) {
      try await recorder.restore(Sample.items(Sample.id(2), 0...1))
    }
    try expect(try await recorder.notifications(after: 0, limit: 9), equals: last, "Nothing of them was recorded")
  }
}
