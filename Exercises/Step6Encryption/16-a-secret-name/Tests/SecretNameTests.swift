import BoxOffice
import EventSourcing
import EventSourcingCrypto
import Exercise16
import Foundation
import Practice
import Testing

@Suite("Exercise 16: a secret name")
struct SecretNameTests {
  private let recorder = InMemoryRecorder()
  private let booking = UUID()
  private let key: String

  /// A customer, any but the same on each run.
  private let customer: String

  init() throws {
    key = try AESKey.random().revealBase64()
    var generator = SeededGenerator(seed: 16)
    customer = (0..<12).map { _ in String(Character(UnicodeScalar(UInt8.random(in: 97...122, using: &generator)))) }
      .joined()
  }

  @Test func `the customer's name is nowhere in the database`() async throws {
    try await store().append(event(.opened(customer: customer)))
    let data = try await storedData()
    #expect(
      !data.contains { $0.firstRange(of: Data(customer.utf8)) != nil },
      "Rule: who has the database and not the key must not learn who booked.")
  }

  @Test func `the store reads what it stored`() async throws {
    let events = [event(.opened(customer: customer)), event(.seatReserved(row: 4, seat: 7), at: 1)]
    try await store().append(events)
    #expect(
      try await store().events(of: booking) == events,
      "Rule: with the key everything is as before, also for a program that was started anew.")
  }

  @Test func `whoever else has the key reads it too`() async throws {
    try await store().append(event(.opened(customer: customer)))
    let otherDesk = BookingStore(
      of: BookingEvent.self, in: recorder, compressor: ZlibCompressor(), cipher: try AESCipher(key: AESKey(base64: key))
    )
    await #expect(throws: Never.self, "Rule: the key is the one that is given: two programs can have the same.") {
      try await otherDesk.events(of: booking)
    }
  }

  @Test func `equal bookings do not look equal`() async throws {
    try await store().append(event(.opened(customer: customer)))
    try await store().append(event(.opened(customer: customer), of: UUID()))
    #expect(
      try await Set(storedData()).count == 2,
      "Rule: a cipher hides also that the same customer has booked twice. Who only packs the data does not.")
  }

  @Test func `a long booking takes little room`() async throws {
    let name = String(repeating: customer, count: 100)
    try await store().append(event(.opened(customer: name)))
    let size = try await storedData().map(\.count).reduce(0, +)
    #expect(size < name.count / 2, "Rule: compress, then encrypt. Encrypted data has nothing left to leave out.")
  }

  @Test func `with a key that is none there is no store`() throws {
    for wrong in ["", "not Base64!", "dG9vIHNob3J0"] {
      let refusal = #expect(throws: (any Error).self, "Rule: better no store than one that encrypts nothing.") {
        try BookingStore.encrypted(in: recorder, key: wrong)
      }
      if let todo = refusal as? TODO { throw todo }
      #expect(refusal is InvalidAESKey, "Rule: who starts the program must read what is wrong with the key.")
    }
  }

  private func store() throws -> BookingStore {
    try .encrypted(in: recorder, key: key)
  }

  private func storedData() async throws -> [Data] {
    try await recorder.notifications(after: 0, limit: 10).map(\.item.data)
  }

  private func event(
    _ payload: BookingEvent, of booking: UUID? = nil, at version: Int = 0
  ) -> DomainEvent<BookingEvent> {
    DomainEvent(
      entityID: booking ?? self.booking, entityVersion: version, timestamp: Timestamp(microseconds: version),
      payload: payload)
  }
}
