import EventSourcing
import Foundation
import ProcessSupport
import Testing

@Suite("A snapshot and the rest of a history")
struct SnapshotHistoryTests {
  @Test(arguments: 0..<20 as Range<UInt64>)
  func `make what the whole history makes, at every split`(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let payloads = (0..<Int.random(in: 2...25, using: &random)).map { _ -> Purse.Event in
      switch Int.random(in: 0..<4, using: &random) {
      case 0: .halved
      case 1: .labelled(label: Bool.random(using: &random) ? nil : "l\(Int.random(in: 0...3, using: &random))")
      default: .filled(cents: Int.random(in: -100...100, using: &random))
      }
    }
    let isBurnt = Bool.random(using: &random)
    let history = Purse.history(UUID(), payloads + (isBurnt ? [.burnt] : []))
    for split in 1...history.count {
      let purses = Purses()
      try await purses.store.append(Array(history[..<split]))
      try await purses.snapshots.take(of: history[0].entityID, from: purses.store)
      if split < history.count { try await purses.store.append(Array(history[split...])) }
      let player = EventPlayer(eventStore: purses.store, snapshots: purses.snapshots, pageSize: 4)
      let whole = try Purse.replaying(history)
      let replay = try await player.replay(history[0].entityID)
      #expect(replay.entity == whole && replay.version == history.count, "seed \(seed), split at \(split)")
      #expect(purses.snapshots.counts.used == 1, "seed \(seed), split at \(split)")
    }
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `make it for an aggregate, too, and go on`(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let recorder = InMemoryRecorder()
    let store = EventStore(of: Cargo.Event.self, in: recorder)
    let snapshots = SnapshotStore<Cargo>(recorder: InMemoryRecorder())
    let repository = Repository(eventStore: store, snapshots: snapshots)
    let bus = EventBus()
    let policy = try PersistencePolicy(eventStore: store, bus: bus)
    defer { policy.close() }
    let id = UUID()
    var cargo = try Cargo.create(.begun, id: id)
    for number in 1...20 {
      for _ in 0...Int.random(in: 0...3, using: &random) {
        try cargo.trigger(Bool.random(using: &random) ? .added(number) : .reversed)
      }
      try await cargo.save(on: bus)
      if Int.random(in: 0..<3, using: &random) == 0 { try await snapshots.take(of: id, from: store) }
      let read = try await repository[id]
      #expect(read.numbers == cargo.numbers && read.lifecycle == cargo.lifecycle, "seed \(seed), round \(number)")
      #expect(read.pendingEvents.isEmpty)
      if Bool.random(using: &random) { cargo = read }
    }
    #expect(snapshots.counts.passedOver == [:])
  }

  @Test func `have no pending events of an aggregate, and no key for them`() async throws {
    var cargo = try Cargo.create(.begun, id: UUID())
    try cargo.trigger(.added(7))
    let text = String(decoding: try JSONEncoder().encode(cargo), as: UTF8.self)
    #expect(!text.contains("pendingEvents"))
    let read = try JSONDecoder().decode(Cargo.self, from: Data(text.utf8))
    #expect(read.pendingEvents.isEmpty && read.numbers == [7] && read.lifecycle == cargo.lifecycle)
    #expect(String(decoding: try JSONEncoder().encode([cargo.pendingEvents]), as: UTF8.self) == "[{}]")
  }
}

/// An aggregate with snapshots.
private struct Cargo: Aggregate, Snapshottable {
  enum Event: EventPayload {
    static let storedName = "Cargo"
    case begun
    case added(Int)
    case reversed
    enum CodingKeys: String, CodingKey, CaseIterable { case begun, added, reversed }
  }

  static let snapshotVersion: SnapshotVersion = 1
  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Event>()
  var numbers: [Int] = []

  static func mutate(_ cargo: inout Cargo?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .begun: cargo = Cargo(lifecycle: Lifecycle(createdBy: event))
    case .added(let number): cargo?.numbers.append(number)
    case .reversed: cargo?.numbers.reverse()
    }
  }
}
