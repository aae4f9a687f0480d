import BoxOffice
import EventSourcing
import Exercise29
import Foundation
import Practice
import Testing

@Suite("Exercise 29: a state of last week")
struct StateOfLastWeekTests {
  private let table = InMemoryRecorder()
  private let store = EventStore(of: PerformanceEvent.self, in: InMemoryRecorder())
  private let id = UUID()
  private let history: [DomainEvent<PerformanceEvent>]
  private let (sold, returned): (Int, Int)

  init() async throws {
    var generator = SeededGenerator(seed: 29)
    var (sold, returned) = (0, 0)
    var payloads: [PerformanceEvent] = [.scheduled(title: "Hamlet", seats: 500)]
    for number in 1...20 {
      let count = Int.random(in: 1...9, using: &generator)
      payloads.append(number % 4 == 0 ? .seatsReturned(count: 1) : .seatsSold(count: count, to: "customer \(number)"))
      if number % 4 == 0 { returned += 1 } else { sold += count }
    }
    (self.sold, self.returned) = (sold - returned, returned)
    let id = id
    history = payloads.enumerated().map { version, payload in
      DomainEvent(
        entityID: id, entityVersion: version, timestamp: Timestamp(microseconds: version), payload: payload)
    }
    try await store.append(history)
  }

  private func snapshots() -> SnapshotStore<SeatCount> {
    SnapshotStore(recorder: table)
  }

  /// A snapshot as last week's program has taken it.
  private func takeLastWeek() async throws {
    try await SnapshotStore<SeatCountOfLastWeek>(recorder: table).take(of: id, at: 15, from: store)
  }

  @Test func `the events are folded as they are`() async throws {
    let count = try await Repository<SeatCount>(eventStore: store)[id]
    #expect(count.sold == sold && count.returned == returned, "Rule: the mutator is right, and is left alone.")
  }

  @Test func `a snapshot of last week gives no answer of last week`() async throws {
    try await takeLastWeek()
    let count = try await Repository(eventStore: store, snapshots: snapshots())[id]
    #expect(count.sold == sold, "Rule: a state that was folded in another way is not gone on from.")
  }

  @Test func `a snapshot of last week is passed over, and counted`() async throws {
    try await takeLastWeek()
    let snapshots = snapshots()
    _ = try? await Repository(eventStore: store, snapshots: snapshots)[id]
    #expect(
      snapshots.counts.passedOver.values.reduce(0, +) == 1,
      "Rule: versions count up by one, so that what has the one before is seen.")
  }

  @Test func `a snapshot of last week is counted as one of an older version`() async throws {
    try await takeLastWeek()
    let snapshots = snapshots()
    _ = try? await Repository(eventStore: store, snapshots: snapshots)[id]
    #expect(
      snapshots.counts.passedOver == [.olderVersion: 1],
      "Rule: another shape, or another fold, is another version, the next one.")
  }

  @Test func `a snapshot of today has all of the state`() async throws {
    for version in 1...history.count {
      let taken = try await snapshots().take(of: id, at: version, from: store)
      let read = try await snapshots().newest(of: id, atMost: version)
      #expect(read?.state == taken.state, "Rule: what is not coded is not in the snapshot.")
    }
  }

  @Test func `a snapshot of today and the rest make what all events make`() async throws {
    let snapshots = snapshots()
    try await snapshots.take(of: id, at: 15, from: store)
    let count = try await Repository(eventStore: store, snapshots: snapshots)[id]
    #expect(count.returned == returned && count.sold == sold, "Rule: what is not coded is not in the snapshot.")
  }

  @Test func `a snapshot of today is used`() async throws {
    let snapshots = snapshots()
    try await snapshots.take(of: id, at: 15, from: store)
    _ = try? await Repository(eventStore: store, snapshots: snapshots)[id]
    #expect(snapshots.counts.used == 1, "Rule: a snapshot that is never used spares nobody anything.")
  }

  @Test func `of a performance that was cancelled there is no state`() async throws {
    try await store.append(
      DomainEvent(entityID: id, entityVersion: history.count, timestamp: .now, payload: .cancelled))
    #expect(
      try await snapshots().take(of: id, from: store).state == nil, "Rule: the mutator is right, and is left alone.")
  }
}
