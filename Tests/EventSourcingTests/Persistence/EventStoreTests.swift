import EventSourcing
import Foundation
import Testing

@Suite("An event store")
struct EventStoreTests {
  let recorder = ScriptedRecorder()
  let store: EventStore<DomainEvent<Account.Event>>
  let a: UUID
  let b: UUID

  init() {
    let ids = IDGenerator.counting()
    (a, b) = (ids.next(), ids.next())
    store = EventStore(of: Account.Event.self, in: recorder)
  }

  @Test func `gives back what was appended, in order`() async throws {
    let history = Account.history(a, deposits: [5, 7])
    try await store.append(history)
    #expect(try await store.events(of: a) == history)
  }

  @Test func `returns the notification ids of the events`() async throws {
    #expect(try await store.append(Account.history(a, deposits: [5])) == [1, 2])
    #expect(try await store.append(Account.history(b)[0]) == [3])
  }

  @Test func `appends a list in one request`() async throws {
    try await store.append(Account.history(a, deposits: [5, 7]))
    #expect(recorder.requests.all.map(\.items.count) == [3])
    #expect(recorder.requests.all.map(\.timed) == [[]])
  }

  @Test func `appends all of a list or nothing`() async throws {
    let history = Account.history(a, deposits: [5, 7])
    try await store.append(history[0])
    await #expect(throws: ConcurrencyError(sequenceID: a, position: 0)) { try await store.append(history) }
    #expect(try await store.events(of: a) == [history[0]])
  }

  @Test(arguments: [999, 1_000, 1_501, 4_321])
  func `appends many in order, and of those that cannot be stored names the first`(count: Int) async throws {
    let store = EventStore(of: Reading.self, in: InMemoryRecorder())
    let id = UUID()
    func events(unstorable: Set<Int> = []) -> [DomainEvent<Reading>] {
      (0..<count).map { version in
        DomainEvent(
          entityID: id, entityVersion: version, timestamp: .second(0),
          payload: .paid(unstorable.contains(version) ? .nan : Decimal(version), note: ""))
      }
    }
    let error = await #expect(throws: UnstorableEvent.self) {
      try await store.append(events(unstorable: [count - 1, count / 2, 700]))
    }
    #expect(error?.position == min(700, count / 2))
    #expect(try await store.events(of: id).isEmpty)
    try await store.append(events())
    #expect(try await store.events(of: id) == events())
  }

  @Test func `refuses an empty list`() async {
    await #expect(throws: InvalidAppend.empty) { try await store.append([]) }
  }

  @Test func `appends only if what was read to decide has not changed`() async throws {
    try await store.append(Account.history(a, deposits: [5]))
    let asRead = SequenceAssertion(sequenceID: a, version: 2)
    try await store.append(Account.history(b), assertions: [asRead])
    try await store.append(DomainEvent(entityID: a, entityVersion: 2, timestamp: .second(2), payload: .closed))
    await #expect(throws: ConcurrencyError(sequenceID: a, position: 2, found: 3)) {
      try await store.append(
        [DomainEvent(entityID: b, entityVersion: 1, timestamp: .second(3), payload: .deposited(amount: 5))],
        assertions: [asRead])
    }
    #expect(try await store.events(of: b) == Account.history(b))
  }

  @Test func `records a tracking record with the events, once`() async throws {
    let tracking = TrackingRecord(upstream: "ships", from: 0, to: 4)
    try await store.append(Account.history(a), tracking: tracking)
    #expect(try await recorder.lastTracked(of: "ships") == LogPosition(id: 4))
    await #expect(throws: AlreadyTracked(tracking, found: 4)) {
      try await store.append(Account.history(b), tracking: tracking)
    }
    #expect(try await store.events(of: b) == [])
  }

  @Test func `reads the events that a query asks for`() async throws {
    let history = Account.history(a, deposits: [5, 7, 9])
    try await store.append(history)
    let query = PositionQuery(greaterThan: 0, limit: 2, order: .backwards)
    #expect(try await store.events(of: a, where: query) == [history[3], history[2]])
  }

  @Test func `gives no events of an unknown sequence`() async throws {
    #expect(try await store.events(of: a) == [])
  }

  @Test func `reads the event at a place`() async throws {
    let history = Account.history(a, deposits: [5])
    try await store.append(history)
    #expect(try await store.event(of: a, at: 1) == history[1])
    for place in [-1, 2, Int.min, Int.max] {
      #expect(try await store.event(of: a, at: place) == nil)
    }
    #expect(try await store.event(of: b, at: 0) == nil)
  }

  @Test func `reads all events of some cases, of whatever sequence, as they were recorded`() async throws {
    try await store.append(Account.history(a, deposits: [5]))
    try await store.append(Account.history(b, deposits: [7]))
    let deposits = try await store.events(ofCases: [.deposited], limit: 10)
    #expect(deposits.map(\.id) == [2, 4])
    #expect(deposits.map(\.event.payload) == [.deposited(amount: 5), .deposited(amount: 7)])
    let both = try await store.events(ofCases: [.deposited, .opened], limit: 10)
    #expect(both.map(\.id) == [1, 2, 3, 4])
  }

  @Test func `reads events of cases page by page`() async throws {
    try await store.append(Account.history(a, deposits: [1, 2, 3, 4, 5]))
    var pages: [[Int]] = []
    var seen = 0
    while true {
      let page = try await store.events(ofCases: [.deposited], after: seen, limit: 2)
      guard let last = page.last else { break }
      pages.append(page.map(\.id))
      seen = last.id
    }
    #expect(pages == [[2, 3], [4, 5], [6]])
  }

  @Test func `reads nothing for no cases`() async throws {
    try await store.append(Account.history(a))
    #expect(try await store.events(ofCases: [], limit: 10).isEmpty)
  }

  @Test func `passes over events of cases that were not asked for, even unreadable ones`() async throws {
    try await recorder.append([.sample(b, at: 0, topic: "Gone.long")])
    try await store.append(Account.history(a))
    #expect(try await store.events(ofCases: [.opened], limit: 10).map(\.id) == [2])
  }

  @Test func `stops at an event of the cases that cannot be read`() async throws {
    try await recorder.append([.sample(b, at: 0, topic: "Account.opened", data: "{}")])
    let error = await #expect(throws: UnreadableItem.self) {
      try await store.events(ofCases: [.opened], limit: 10)
    }
    #expect(error?.problem == .malformed(at: "owner"))
  }

  @Test func `finds events of a case in all its stored versions`() async throws {
    let lamps = EventStore(of: Lamp.self, in: recorder)
    try await recorder.append([.sample(a, at: 0, topic: "Lamp.dimmed", data: #"{"percent":50}"#)])
    try await lamps.append(
      DomainEvent(entityID: a, entityVersion: 1, timestamp: .second(0), payload: Lamp.dimmed(fraction: 0.25)))
    #expect(try await recorder.items(of: a).map(\.topic) == ["Lamp.dimmed", "Lamp.dimmed@2"])
    let events = try await lamps.events(ofCases: [.dimmed], limit: 10)
    #expect(events.map(\.event.payload) == [.dimmed(fraction: 0.5), .dimmed(fraction: 0.25)])
  }
}

private enum Lamp: EventPayload, Equatable {
  static let storedName = "Lamp"
  case dimmed(fraction: Double)
  enum CodingKeys: String, CodingKey, CaseIterable { case dimmed }

  struct DimmedV1: Codable { let percent: Double }
  struct DimmedV2: Codable { let fraction: Double }
  static let upcasts: [CodingKeys: [Upcast]] = [
    .dimmed: [Upcast(from: DimmedV1.self) { DimmedV2(fraction: $0.percent / 100) }]
  ]
}
