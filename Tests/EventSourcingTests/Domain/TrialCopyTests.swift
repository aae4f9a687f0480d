import EventSourcing
import Foundation
import Testing

@Suite("Commands one after the other", .ownEventBusForAModel)
struct TrialCopyTests {
  let id = IDGenerator.counting().next()

  private func place(_ voyage: Voyage) -> UnsafePointer<Voyage.Crate>? {
    voyage.crates.withUnsafeBufferPointer(\.baseAddress)
  }

  private func loaded() throws -> Voyage {
    var voyage = try Voyage.plan(id: id)
    for number in 0..<10 { try voyage.load("crate \(number)", kilograms: number) }
    return voyage
  }

  @Test func `change an aggregate where it is, and copy nothing`() throws {
    var voyage = try loaded()
    let before = place(voyage)
    for kilograms in 1...100 { try voyage.reweigh("crate 3", kilograms: kilograms) }
    #expect(place(voyage) == before)
    #expect(voyage.crates[3].kilograms == 100 && voyage.pendingEvents.count == 111)
  }

  @Test func `change an entity where it is, and copy nothing`() async throws {
    var ledger = try await Ledger.create(.opened, id: id)
    for line in 0..<10 { try await ledger.trigger(.noted(line)) }
    let before = ledger.lines.withUnsafeBufferPointer(\.baseAddress)
    for line in 0..<100 { try await ledger.trigger(.changed(line)) }
    #expect(ledger.lines.withUnsafeBufferPointer(\.baseAddress) == before)
    #expect(ledger.lines[0] == 99 && ledger.lines.count == 10)
  }

  @Test func `leave copies as they are, which take commands of their own`() throws {
    let origin = try loaded()
    var (mine, yours) = (origin, origin)
    for kilograms in 100..<110 {
      try mine.reweigh("crate 3", kilograms: kilograms)
      try yours.reweigh("crate 3", kilograms: -kilograms)
    }
    #expect(mine.crates[3].kilograms == 109 && yours.crates[3].kilograms == -109)
    #expect(origin.crates[3].kilograms == 3 && origin.version == 11)
    #expect(try Voyage.replaying(mine.pendingEvents)?.crates == mine.crates)
    #expect(try Voyage.replaying(yours.pendingEvents)?.crates == yours.crates)
  }

  @Test func `of many tasks on copies of one entity do not meet`() async throws {
    let origin = try loaded()
    let weights = try await withThrowingTaskGroup(of: [Int].self) { group in
      for task in 0..<20 {
        group.addTask {
          var mine = origin
          for number in 0..<50 { try mine.reweigh("crate 3", kilograms: task * 1_000 + number) }
          return [task, mine.crates[3].kilograms, mine.version]
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(weights.allSatisfy { $0[1] == $0[0] * 1_000 + 49 && $0[2] == 61 })
  }

  @Test func `leave nothing of one that failed`() async throws {
    var ledger = try await Ledger.create(.opened, id: id)
    try await ledger.trigger(.noted(1))
    let before = ledger
    let refusal = EventBus.current.subscribe(to: Ledger.Event.self) { _ in throw Refusal() }
    for payload in [Ledger.Event.noted(2), .closed, .changed(7)] {
      await #expect(throws: Refusal()) { try await ledger.trigger(payload) }
      await #expect(throws: ReplayError.createdTwice(id: id, version: 2)) { try await ledger.trigger(.opened) }
      #expect(ledger == before)
    }
    EventBus.current.unsubscribe(refusal)
    try await ledger.trigger(.noted(3))
    #expect(ledger.lines == [1, 3] && ledger.version == 3)
  }

  @Test func `keep what was set by something else than events, also when they fail and at the end`() async throws {
    var ledger = try await Ledger.create(.opened, id: id)
    try await ledger.trigger(.noted(1))
    ledger.remark = "mine"
    try await ledger.trigger(.noted(2))
    #expect(ledger.remark == "mine")
    await #expect(throws: ReplayError.self) { try await ledger.trigger(.opened) }
    try await ledger.trigger(.closed)
    #expect(ledger.remark == "mine" && ledger.lines == [1, 2] && ledger.isDiscarded)
  }

  @Test func `believe what was published where the state was changed by something else`() async throws {
    var ledger = try await Ledger.create(.opened, id: id)
    try await ledger.trigger(.noted(1))
    ledger.remark = "burns"
    try await ledger.trigger(.noted(2))
    #expect(ledger.lines == [1, 2] && ledger.version == 3 && !ledger.isDiscarded)
    try await ledger.trigger(.noted(3))
    #expect(ledger.lines == [1, 2, 3])
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `end as a replay of what was published, whatever fails in between`(seed: UInt64) async throws {
    var random = Seeded(state: seed)
    let published = Notes<DomainEvent<Ledger.Event>>()
    var ledgers = [try await Ledger.create(.opened, id: id)]
    let opened = DomainEvent(
      entityID: id, entityVersion: 0, timestamp: ledgers[0].createdOn, payload: Ledger.Event.opened)
    var histories = [[opened]]
    let bus = EventBus(storing: .notRequired)
    bus.subscribe(to: Ledger.Event.self) { events in
      if case .changed(let line) = events[0].payload, line % 5 == 0 { throw Refusal() }
      events.forEach(published.add)
    }
    for number in 1...300 {
      let index = Int.random(in: ledgers.indices, using: &random)
      if Int.random(in: 0..<20, using: &random) == 0 {
        ledgers.append(ledgers[index])
        histories.append(histories[index])
      }
      let payload: Ledger.Event =
        switch Int.random(in: 0..<40, using: &random) {
        case 0: .opened
        case 1: .closed
        case 2..<20: .noted(number)
        default: .changed(number)
        }
      let count = published.all.count
      try? await ledgers[index].trigger(payload, on: bus)
      histories[index] += published.all.dropFirst(count)
    }
    for (ledger, history) in zip(ledgers, histories) {
      #expect(ledger.version == history.count)
      #expect(try Ledger.replaying(history) == (ledger.isDiscarded ? nil : ledger))
      let before = try Ledger.replaying(ledger.isDiscarded ? history.dropLast() : history[...])
      #expect(before?.lines == ledger.lines)
    }
  }
}

/// An entity with an array, and a property that no event sets.
private struct Ledger: Entity, Equatable {
  enum Event: EventPayload, Equatable {
    case opened
    case noted(_ line: Int)
    case changed(_ line: Int)
    case closed

    static let storedName = "Ledger"
    enum CodingKeys: String, CodingKey, CaseIterable { case opened, noted, changed, closed }
  }

  var lifecycle: Lifecycle
  var lines: [Int] = []
  var remark = ""

  static func mutate(_ ledger: inout Ledger?, with event: DomainEvent<Event>) {
    // Against the rules: what an event does must not hang on anything but events.
    if ledger?.remark == "burns" { return ledger = nil }
    switch event.payload {
    case .opened: ledger = Ledger(lifecycle: Lifecycle(createdBy: event))
    case .noted(let line): ledger?.lines.append(line)
    case .changed(let line): if ledger?.lines.isEmpty == false { ledger?.lines[0] = line }
    case .closed: ledger = nil
    }
  }
}

/// Numbers that are the same on each run.
private struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
