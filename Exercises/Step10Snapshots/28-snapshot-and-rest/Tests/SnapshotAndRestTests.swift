import BoxOffice
import EventSourcing
import Exercise28
import Foundation
import Practice
import Testing

@Suite("Exercise 28: snapshot and rest")
struct SnapshotAndRestTests {
  private let recorder = CountingRecorder()
  private let store: EventStore<DomainEvent<PerformanceEvent>>
  private let id = UUID()

  /// Somewhere between 20 and 30 events, but the same on each run.
  private let history: [DomainEvent<PerformanceEvent>]

  init() async throws {
    var generator = SeededGenerator(seed: 28)
    var payloads: [PerformanceEvent] = [.scheduled(title: "Hamlet", seats: 500)]
    for number in 1...Int.random(in: 20...30, using: &generator) {
      payloads.append(
        Int.random(in: 0..<4, using: &generator) == 0
          ? .seatsReturned(count: 1)
          : .seatsSold(count: .random(in: 1...9, using: &generator), to: "customer \(number)"))
    }
    let id = id
    history = payloads.enumerated().map { version, payload in
      DomainEvent(
        entityID: id, entityVersion: version, timestamp: Timestamp(microseconds: version), payload: payload)
    }
    store = EventStore(of: PerformanceEvent.self, in: recorder)
    try await store.append(history)
  }

  /// What the first events make.
  private func whole(_ count: Int) throws -> Sales? {
    try Sales.replaying(history.prefix(count))
  }

  private func reader(statesAt versions: [Int]) throws -> SalesReader {
    SalesReader(eventStore: store, shelf: Shelf(try versions.compactMap(whole)))
  }

  @Test func `with an empty shelf, all events are folded`() async throws {
    #expect(
      try await reader(statesAt: []).sales(of: id) == whole(history.count),
      "Rule: without a state, begin at the first event."
    )
  }

  @Test func `a state and the events after it make the same as all events`() async throws {
    for split in 1...history.count {
      #expect(
        try await reader(statesAt: [split]).sales(of: id) == whole(history.count),
        "Rule: the state, and each event after it once.")
    }
  }

  @Test func `it is given as it was at a version`() async throws {
    let reader = try reader(statesAt: [4, 9])
    for version in 1...history.count {
      #expect(try await reader.sales(of: id, at: version) == whole(version), "Rule: what came later is not known yet.")
    }
  }

  @Test func `a state that is newer than what is asked for is of no use`() async throws {
    let reader = try reader(statesAt: [history.count])
    #expect(try await reader.sales(of: id, at: 3) == whole(3), "Rule: nothing can be taken out of a state again.")
  }

  @Test func `only what came after the state is read`() async throws {
    let reader = try reader(statesAt: [5, history.count - 3])
    _ = try? await reader.sales(of: id)
    #expect(recorder.itemsRead == 3, "Rule: a state spares the events that it has folded.")
  }

  @Test func `nothing is read if the state is what is asked for`() async throws {
    let reader = try reader(statesAt: [5, 10])
    let sales = try? await reader.sales(of: id, at: 10)
    #expect(sales?.version == 10 && recorder.itemsRead == 0, "Rule: a state spares the events that it has folded.")
  }

  @Test func `what was cancelled since the state was kept is gone`() async throws {
    try await store.append(
      DomainEvent(entityID: id, entityVersion: history.count, timestamp: .now, payload: .cancelled))
    #expect(
      try await reader(statesAt: [history.count]).sales(of: id) == nil, "Rule: the last word is that of the last event."
    )
  }
}
