import BoxOffice
import EventSourcing
import EventSourcingCrypto
import Exercise18
import Foundation
import Practice
import Testing

@Suite("Exercise 18: a new key")
struct NewKeyTests {
  private let recorder = InMemoryRecorder()
  private let booking = UUID()
  private let keys: [AESKey]

  /// What happened to a booking; the row and the seat are any but the same on each run.
  private let events: [BookingEvent]

  init() throws {
    keys = try (0..<3).map { _ in try .random() }
    var generator = SeededGenerator(seed: 18)
    let (row, seat) = (Int.random(in: 1...40, using: &generator), Int.random(in: 1...60, using: &generator))
    events = [.opened(customer: "Ada"), .seatReserved(row: row, seat: seat), .confirmed]
  }

  @Test func `an event from before the change is read after it`() async throws {
    let ring = KeyRing(keys[0])
    try await store(ring).append(event(0))
    try await expectReadable(
      [events[0]], by: ring.rotated(to: keys[1]), "the old key must still read what it encrypted.")
  }

  @Test func `events under three keys are read together`() async throws {
    let ring = try await threeEventsUnderThreeKeys()
    try await expectReadable(events, by: ring, "a second change must not throw away the first key.")
  }

  @Test func `a new event is encrypted with the new key`() async throws {
    let ring = try KeyRing(keys[0]).rotated(to: keys[1])
    try await store(ring).append(event(0))
    try await expectReadable(
      [events[0]], by: KeyRing(keys[1]), "from the change on, who has the new key alone can read what is stored.")
  }

  @Test func `after retiring, the current key alone reads everything`() async throws {
    _ = try await threeEventsUnderThreeKeys().retireOlderKeys(in: recorder)
    try await expectReadable(events, by: KeyRing(keys[2]), "a key is retired when nothing stored needs it any more.")
  }

  @Test func `a ring that has retired its older keys has forgotten them`() async throws {
    let ring = KeyRing(keys[0])
    let retired = try await ring.rotated(to: keys[1]).retireOlderKeys(in: recorder)
    try await store(ring).append(event(0))
    await #expect(throws: UnreadableItem.self, "Rule: what comes in under a retired key is no longer accepted.") {
      try await store(retired).events(of: booking)
    }
  }

  @Test func `retiring leaves all else as it was`() async throws {
    let ring = KeyRing(keys[0])
    for _ in 0..<3 { try await store(ring).append(event(0, of: UUID())) }
    let before = try await rows()
    let retired = try await ring.rotated(to: keys[1]).retireOlderKeys(in: recorder)
    #expect(
      try await rows() == before,
      "Rule: who follows the notifications must not hear of a booking twice because a key has changed.")
    let items = try await recorder.notifications(after: 0, limit: 10).map(\.item)
    #expect(
      throws: Never.self, "Rule: the ring that is returned must read what is stored now.",
      performing: { for item in items { _ = try retired.mapper().event(from: item) } })
  }

  @Test func `with a booking that cannot be read no key is forgotten`() async throws {
    try await store(KeyRing(.random())).append(event(0))
    let ring = try KeyRing(keys[0]).rotated(to: keys[1])
    await #expect(
      throws: UnreadableItem.self, "Rule: a key thrown away too early cannot be had again, and its bookings neither."
    ) {
      _ = try await ring.retireOlderKeys(in: recorder)
    }
  }

  /// The ring that is left in the end.
  private func threeEventsUnderThreeKeys() async throws -> KeyRing {
    var ring = KeyRing(keys[0])
    try await store(ring).append(event(0))
    for version in 1...2 {
      ring = try ring.rotated(to: keys[version])
      try await store(ring).append(event(version))
    }
    return ring
  }

  private func expectReadable(_ payloads: [BookingEvent], by ring: KeyRing, _ rule: String) async throws {
    let store = try store(ring)
    await #expect(throws: Never.self, "Rule: \(rule)") {
      let read = try await store.events(of: booking).map(\.payload)
      #expect(read == payloads, "Rule: \(rule)")
    }
  }

  private func store(_ ring: KeyRing) throws -> EventStore<DomainEvent<BookingEvent>> {
    EventStore(recorder: recorder, mapper: try ring.mapper())
  }

  private func event(_ version: Int, of booking: UUID? = nil) -> DomainEvent<BookingEvent> {
    DomainEvent(
      entityID: booking ?? self.booking, entityVersion: version, timestamp: Timestamp(microseconds: version),
      payload: events[version])
  }

  /// All that is stored, in order, without the data.
  private func rows() async throws -> [ItemNotification] {
    try await recorder.notifications(after: 0, limit: 10).map { row in
      let item = SequencedItem(
        sequenceID: row.item.sequenceID, position: row.item.position, topic: row.item.topic, data: Data(),
        timestamp: row.item.timestamp)
      return ItemNotification(id: row.id, item: item)
    }
  }
}
