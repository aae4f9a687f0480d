import EventSourcing
import Foundation

extension MaintenancePromise {
  func keepsItsRevision(_ recorder: any MaintenanceRecorder) async throws {
    let items = Sample.items(Sample.id(1), 0...3)
    let before = try await recorder.logRevision()
    try expect(before.log, equals: try await recorder.newestPosition().log ?? Sample.id(0), "It names the log")
    try await recorder.append(items)
    try await recorder.append(Sample.items(Sample.id(2), 0...3))
    try expect(try await recorder.logRevision(), equals: before, "An append changes nothing of the past")

    var revisions = [before]
    try await recorder.rewrite([Rewrite(from: items[0], to: changed(items[0], topic: "New", data: Data()))])
    revisions.append(try await recorder.logRevision())
    try await recorder.deleteItem(of: Sample.id(2), at: 3)
    revisions.append(try await recorder.logRevision())
    try await recorder.deleteItems(of: Sample.id(2))
    revisions.append(try await recorder.logRevision())
    let counts = revisions.map(\.changes)
    try expect(zip(counts, counts.dropFirst()).allSatisfy(<), "Rewrites and deletions are counted: \(counts)")
    try expect(Set(revisions.map(\.log)).count, equals: 1, "It stays the same log")

    let stale = RewriteError.changedMeanwhile(sequenceID: Sample.id(1), position: 0)
    try await expect("A stale rewrite", throws: stale) {
      try await recorder.rewrite([Rewrite(from: items[0], to: changed(items[0], topic: "Newer", data: Data()))])
    }
    try await expect("The first of many", throws: DeletionError.firstOfMany(sequenceID: Sample.id(1))) {
      try await recorder.deleteItem(of: Sample.id(1), at: 0)
    }
    try await recorder.resetTracking(of: "Orders", to: 4)
    try expect(try await recorder.logRevision(), equals: revisions[3], "What was refused is not counted")
    let epoch = try await recorder.beginEpoch()
    try expect(try await recorder.logRevision().log, equals: epoch, "A new epoch is another log")
  }
}
