import BoxOffice
import EventSourcing
import EventSourcingCrypto
import Exercise17
import Foundation
import Practice
import Testing

@Suite("Exercise 17: a nonce used twice")
struct NonceTests {
  private let key: AESKey

  /// Three customers, any but the same on each run.
  private let customers: [String]

  init() throws {
    key = try AESKey.random(.bits128)
    var generator = SeededGenerator(seed: 17)
    customers = (0..<3).map { _ in
      String(decoding: (0..<10).map { _ in UInt8.random(in: 97...122, using: &generator) }, as: UTF8.self)
    }
  }

  @Test func `what was stored is read the next morning`() throws {
    for customer in customers {
      let item = try stored(booking(of: customer), by: cipher())
      #expect(
        try Mapper(cipher: cipher()).event(from: item).payload == .opened(customer: customer),
        "Rule: the nonce is stored with the message, so that a program started anew can read it.")
    }
  }

  @Test func `two bookings, one after the other`() throws {
    let cipher = cipher()
    let messages = try [customers[0], eve].map { try stored(booking(of: $0), by: cipher).data }
    expectSecret(customers[0], messages[0], messages[1], "two messages of one cipher must not have the same nonce.")
  }

  @Test func `two events of one booking`() throws {
    let cipher = cipher()
    let id = UUID()
    let messages = try [customers[0], eve].enumerated().map { position, customer in
      try stored(booking(of: customer, id: id, at: position), by: cipher).data
    }
    expectSecret(customers[0], messages[0], messages[1], "two events of one sequence must not have the same nonce.")
  }

  @Test func `two events that were meant for one place`() throws {
    // The first was refused because somebody else came first, but Eve has seen it on its way.
    let cipher = cipher()
    let id = UUID()
    let messages = try [customers[0], eve].map { try stored(booking(of: $0, id: id), by: cipher).data }
    expectSecret(customers[0], messages[0], messages[1], "two events for one place must not have the same nonce.")
  }

  @Test func `the first bookings of two mornings`() throws {
    for customer in customers {
      let messages = try [customer, eve].map { try stored(booking(of: $0), by: cipher()).data }
      expectSecret(
        customer, messages[0], messages[1],
        "a nonce must not come twice under one key, also not in another run of the program.")
    }
  }

  @Test func `one event twice does not look like one event`() throws {
    let cipher = cipher()
    let event = booking(of: customers[0])
    let messages = try (0..<2).map { _ in try stored(event, by: cipher).data }
    #expect(
      messages[0] != messages[1],
      "Rule: a nonce that follows from the event or its place says which events are equal.")
  }

  @Test func `all twelve bytes of a nonce are any`() throws {
    let cipher = cipher()
    let event = booking(of: customers[0])
    let nonces = try (0..<64).map { _ in try stored(event, by: cipher).data.prefix(12) }
    let fixed = (0..<12).filter { place in Set(nonces.map { $0[$0.startIndex + place] }).count < 16 }
    #expect(
      fixed.isEmpty,
      """
      Rule: twelve random bytes hardly ever come twice, in no program and on no day. With four of them, two of \
      80000 messages share a nonce. The bytes at \(fixed) are nearly always the same.
      """)
  }

  private typealias Mapper = SequencedItemMapper<DomainEvent<BookingEvent>>

  /// The name that Eve booked under: a long one, since as much as she knows she can read.
  private var eve: String { "Eve " + String(repeating: "x", count: 30) }

  /// A cipher with the theatre's key: each morning the program makes one.
  private func cipher() -> CounterCipher {
    CounterCipher(key: key)
  }

  private func booking(
    of customer: String, id: UUID = UUID(), at position: Int = 0
  ) -> DomainEvent<BookingEvent> {
    DomainEvent(
      entityID: id, entityVersion: position, timestamp: Timestamp(microseconds: 0), payload: .opened(customer: customer)
    )
  }

  private func stored(_ event: DomainEvent<BookingEvent>, by cipher: CounterCipher) throws -> SequencedItem {
    try Mapper(cipher: cipher).item(from: event)
  }

  /// Expects that Eve, who has both messages and knows the text of hers, cannot read the other.
  private func expectSecret(_ customer: String, _ message: Data, _ evesMessage: Data, _ rule: String) {
    let keystream = zip(evesMessage.dropFirst(12), #"{"customer":"\#(eve)"}"#.utf8).map { $0 ^ $1 }
    let text = String(decoding: zip(message.dropFirst(12), keystream).map { $0 ^ $1 }, as: UTF8.self)
    #expect(!text.contains(customer), "Rule: \(rule) Eve, without the key, has read: \(text)")
  }
}
