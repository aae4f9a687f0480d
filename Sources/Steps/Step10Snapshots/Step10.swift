public import EventSourcing
import Foundation
public import Story

/// A long history need not be replayed: from time to time the state is kept, and only what came after it is read.
public enum Step10 {
  /// Lives a life with a snapshot every two events.
  ///
  /// - Parameters:
  ///   - recorder: Where the events are kept.
  ///   - table: Where the snapshots are kept.
  public static func tell(
    _ story: Story, recorder: any Recorder, snapshots table: any MaintenanceRecorder
  ) async throws {
    story.title(10, "A long history is read from a snapshot, and what came after it")
    let reads = CountingReads(recorder)
    try await withSnapshottingApplication(
      recorder: reads, snapshots: table, every: 2, clock: story.clock, ids: story.ids
    ) { app in
      var example = try await tellOfTaking(story, app)
      try await tellOfReading(story, app, reads, example.id)
      try await tellOfTheHistory(story, app, example.id)
      try await tellOfTheEnd(story, app, &example)
      try await tellOfTheCache(story, app, reads, example.id)
    }
  }

  private static func tellOfTaking(_ story: Story, _ app: SnapshottingApplication) async throws -> LongExample {
    story.part("An application takes a snapshot of each example every two events, beside the commands:")
    var example = try await app.createExample(foo: "bar1")
    var rows: [[String]] = []
    for count in 1...7 {
      if count > 1 { try await example.setFoo(to: "bar\(count)", at: app.clock.now()) }
      guard [1, 2, 5, 7].contains(count) else { continue }
      await app.snapshotPolicy.waitUntilTaken()
      rows.append([String(count), try await versions(of: example.id, app)])
    }
    story.table(["events", "snapshots at the versions"], rows)
    return example
  }

  private static func tellOfReading(
    _ story: Story, _ app: SnapshottingApplication, _ reads: CountingReads, _ id: UUID
  ) async throws {
    story.part(
      "The repository goes on from the newest one, and reads its last event, to see that it is there, and the rest:")
    _ = reads.countSinceAsked()
    let example = try await app.repository[id]
    story.say("foo = \(example.foo), changes = \(example.changes), version \(example.version)")
    story.say("events read: \(reads.countSinceAsked())")
    let replayed = try await Repository<LongExample>(eventStore: app.eventStore)[id]
    story.say("a repository without snapshots gives the same: \(replayed == example)")
    story.say("events read: \(reads.countSinceAsked())")
  }

  private static func tellOfTheHistory(
    _ story: Story, _ app: SnapshottingApplication, _ id: UUID
  ) async throws {
    story.part(
      "As it was at a version, it is read from the newest snapshot at or below that. One can be taken by hand:")
    try await app.snapshotPolicy.take(of: id, at: 3)
    var rows: [[String]] = []
    for version in [1, 3, 5, 6] {
      let example = try await app.repository[id, at: version]
      let snapshot = try await app.snapshots.newest(of: id, atMost: version)
      rows.append([String(version), example.foo, snapshot.map { String($0.version) } ?? "none"])
    }
    story.table(["version", "foo", "from the snapshot at"], rows)
  }

  private static func tellOfTheEnd(
    _ story: Story, _ app: SnapshottingApplication, _ example: inout LongExample
  ) async throws {
    story.part("The example is discarded, by its eighth event. The newest snapshot says so:")
    try await example.discard(at: app.clock.now())
    await app.snapshotPolicy.waitUntilTaken()
    let newest = try await app.snapshots.newest(of: example.id)
    story.say("version \(newest?.version ?? 0), has a state: \(newest?.state != nil)")
    story.say("contains \(example.id.short): \(try await app.repository.contains(example.id))")
    story.say("at version 7, foo = \(try await app.repository[example.id, at: 7].foo)")
  }

  private static func tellOfTheCache(
    _ story: Story, _ app: SnapshottingApplication, _ reads: CountingReads, _ id: UUID
  ) async throws {
    story.part("All snapshots are removed. They are a cache, so nothing is lost but time:")
    story.say("removed: \(try await app.snapshots.remove(of: id))")
    _ = reads.countSinceAsked()
    story.say("at version 7, foo = \(try await app.repository[id, at: 7].foo)")
    story.say("events read: \(reads.countSinceAsked())")
    story.part("What has become of them is counted:")
    story.say("\(app.snapshots.counts)")
  }

  /// The versions at which there are snapshots.
  private static func versions(of id: UUID, _ app: SnapshottingApplication) async throws -> String {
    var versions: [String] = []
    var highest: Int?
    while let snapshot = try await app.snapshots.newest(of: id, atMost: highest) {
      versions.insert(String(snapshot.version), at: 0)
      highest = snapshot.version - 1
    }
    return versions.isEmpty ? "none" : versions.joined(separator: ", ")
  }
}
