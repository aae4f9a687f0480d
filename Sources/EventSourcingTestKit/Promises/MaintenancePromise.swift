public import EventSourcing
import Foundation

/// What every recorder promises that can also change the past; to be run as `RecorderPromise` is.
public enum MaintenancePromise: String, CaseIterable, Sendable {
  case deletesOneSequence
  case neverUsesANotificationIDTwice
  case rewritesInPlace
  case rewritesAllOrNothing
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
    case .neverUsesANotificationIDTwice: try await neverUsesANotificationIDTwice(recorder)
    case .rewritesInPlace: try await rewritesInPlace(recorder)
    case .rewritesAllOrNothing: try await rewritesAllOrNothing(recorder)
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

  private func neverUsesANotificationIDTwice(_ recorder: any MaintenanceRecorder) async throws {
    let newest = try await recorder.append(Sample.items(Sample.id(1), 0...2)).max() ?? 0
    try await recorder.deleteItems(of: Sample.id(1))
    let next = try await recorder.append(Sample.items(Sample.id(2), 0...0)).min() ?? 0
    try expect(next > newest, "After \(newest) was deleted, \(next) must be larger")
  }

  private func rewritesInPlace(_ recorder: any MaintenanceRecorder) async throws {
    let items = Sample.items(Sample.id(1), 0...2)
    let ids = try await recorder.append(items)
    for data in [Data(#"{"new":true}"#.utf8), Data([0, 1, 2]), Data(), Data(#"{"newest":true}"#.utf8)] {
      guard let old = try await recorder.item(of: Sample.id(1), at: 1) else {
        throw PromiseBroken("The item that was appended is there")
      }
      try await recorder.rewrite([Rewrite(from: old, to: changed(old, topic: "Sample.renamed", data: data))])
      let new = changed(items[1], topic: "Sample.renamed", data: data)
      let found = try await recorder.notifications(after: 0, limit: 10)
      try expect(found.map(\.item), equals: [items[0], new, items[2]], "Only the item rewritten has changed")
      try expect(found.map(\.id), equals: ids, "The notification ids are as they were")
    }
  }

  private func rewritesAllOrNothing(_ recorder: any MaintenanceRecorder) async throws {
    let id = Sample.id(1)
    let items = Sample.items(id, 0...2)
    try await recorder.append(items)
    let good = try Rewrite(from: items[0], to: changed(items[0], topic: "New", data: items[0].data))
    let wrongData = changed(items[2], topic: items[2].topic, data: Data("{}".utf8))
    let wrongTopic = changed(items[2], topic: "Other", data: items[2].data)
    let absent = Sample.item(id, 3)
    for stale in [wrongData, wrongTopic, absent] {
      let changedMeanwhile = RewriteError.changedMeanwhile(sequenceID: id, position: stale.position)
      try await expect("A stale rewrite is refused", throws: changedMeanwhile) {
        try await recorder.rewrite([good, Rewrite(from: stale, to: changed(stale, topic: "New", data: Data()))])
      }
      try expect(try await recorder.items(of: id), equals: items, "Nothing was rewritten")
    }
    let again = try Rewrite(from: items[0], to: changed(items[0], topic: "Newer", data: items[0].data))
    let once = RewriteError.changedMeanwhile(sequenceID: id, position: 0)
    try await expect("The second of two rewrites of one item is stale", throws: once) {
      try await recorder.rewrite([good, again])
    }
    try expect(try await recorder.items(of: id), equals: items, "Nothing was rewritten")
    try await expect("Another place", throws: RewriteError.anotherPlace(sequenceID: id, position: 0)) {
      try await recorder.rewrite([Rewrite(from: items[0], to: items[1])])
    }
  }

  private func refusesMaintenanceAfterClose(_ recorder: any MaintenanceRecorder) async throws {
    try await recorder.close()
    try await expect("deleteItems", throws: RecorderError.closed) { try await recorder.deleteItems(of: Sample.id(1)) }
    try await expect("rewrite", throws: RecorderError.closed) { try await recorder.rewrite([]) }
  }

  private func changed(_ item: SequencedItem, topic: String, data: Data) -> SequencedItem {
    SequencedItem(
      sequenceID: item.sequenceID, position: item.position, topic: topic, data: data, timestamp: item.timestamp)
  }
}
