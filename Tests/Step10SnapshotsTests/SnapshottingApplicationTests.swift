import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import Step10Snapshots
import Step1Events
import Testing

@Suite("An application with snapshots", .timeLimit(.minutes(1)))
struct SnapshottingApplicationTests {
  @Test func `reads what it reads without them, and less of it`() async throws {
    let database = try await SQLiteDatabase(.memory)
    let reads = CountingReads(try await database.recorder())
    let table = try await database.recorder(table: .snapshots)
    try await withSnapshottingApplication(recorder: reads, snapshots: table, every: 10) { app in
      var example = try await app.createExample(foo: "bar0")
      for number in 1..<95 { try await example.setFoo(to: "bar\(number)") }
      await app.snapshotPolicy.waitUntilTaken()
      _ = reads.countSinceAsked()
      #expect(try await app.repository[example.id] == example)
      #expect(reads.countSinceAsked() == 6)
      #expect(try await Repository<LongExample>(eventStore: app.eventStore)[example.id] == example)
      #expect(reads.countSinceAsked() == 95)
      for version in [1, 10, 11, 50, 94] {
        #expect(try await app.repository[example.id, at: version].foo == "bar\(version - 1)")
      }
    }
    try await database.close()
  }

  @Test func `has taken all snapshots that were due when it is closed`() async throws {
    let table = InMemoryRecorder()
    let id = try await withSnapshottingApplication(recorder: InMemoryRecorder(), snapshots: table, every: 3) { app in
      var example = try await app.createExample(foo: "bar0")
      for number in 1..<12 { try await example.setFoo(to: "bar\(number)") }
      return example.id
    }
    let snapshots = SnapshotStore<LongExample>(recorder: table)
    #expect(try await snapshots.newest(of: id)?.version == 12)
    #expect(try await snapshots.remove(of: id) == 4)
  }

  @Test func `is open only for the body, also when that throws`() async throws {
    struct Failed: Error {}
    var bus: EventBus?
    await #expect(throws: Failed.self) {
      try await withSnapshottingApplication(recorder: InMemoryRecorder(), snapshots: InMemoryRecorder(), every: 2) {
        _ in
        bus = EventBus.current
        #expect(bus?.hasSubscribers == true)
        throw Failed()
      }
    }
    #expect(bus?.hasSubscribers == false)
  }

  @Test func `has no interval of one event`() async throws {
    await #expect(throws: SnapshotIntervalTooShort(interval: 1)) {
      try await withSnapshottingApplication(recorder: InMemoryRecorder(), snapshots: InMemoryRecorder(), every: 1) {
        _ in
      }
    }
  }
}
