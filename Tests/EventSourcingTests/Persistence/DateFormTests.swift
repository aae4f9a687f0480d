import EventSourcing
import Foundation
import ProcessSupport
import Testing

/// Has dates in each place where a coder may meet one.
private enum Lease: EventPayload, Equatable {
  struct Term: Codable, Equatable { var ends: Date }

  /// A date that is coded as a value of its own.
  struct Day: Codable, Equatable {
    var date: Date

    init(_ date: Date) { self.date = date }
    init(from decoder: any Decoder) throws { date = try decoder.singleValueContainer().decode(Date.self) }
    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(date)
    }
  }

  case signed(on: Date)
  case extended(until: Date?, tenant: String)
  case moved(day: Day)
  case planned(term: Term, payments: [Date])

  static let storedName = "Lease"
  enum CodingKeys: String, CodingKey, CaseIterable { case signed, extended, moved, planned }
}

@Suite("How dates are stored")
struct DateFormTests {
  private let date = Date(timeIntervalSince1970: 1_795_944_600.25)

  @Test(arguments: [
    (JSONTranscoder.Dates.secondsSince2001, "817637400.25"), (.secondsSince1970, "1795944600.25"),
    (.millisecondsSince1970, "1795944600250"), (.iso8601, #""2026-11-29T09:30:00.250Z""#),
  ])
  func `is as it was chosen, wherever a date stands`(dates: JSONTranscoder.Dates, text: String) throws {
    let mapper = SequencedItemMapper<DomainEvent<Lease>>(transcoder: JSONTranscoder(dates: dates))
    let forms: [(Lease, String)] = [
      (.signed(on: date), #"{"on":\#(text)}"#),
      (.extended(until: date, tenant: "Ada"), #"{"tenant":"Ada","until":\#(text)}"#),
      (.extended(until: nil, tenant: "Ada"), #"{"tenant":"Ada"}"#),
      (.moved(day: Lease.Day(date)), #"{"day":\#(text)}"#),
      (
        .planned(term: Lease.Term(ends: date), payments: [date, date]),
        #"{"payments":[\#(text),\#(text)],"term":{"ends":\#(text)}}"#
      ),
    ]
    for (payload, data) in forms {
      let item = try mapper.item(storing: payload)
      #expect(String(decoding: item.data, as: UTF8.self) == data)
      #expect(try mapper.event(from: item).payload == payload)
    }
  }

  @Test func `can be chosen for a store, and for a kind of a catalog`() throws {
    let transcoder = JSONTranscoder(dates: .iso8601)
    let recorder = InMemoryRecorder()
    let text = #"{"on":"2026-11-29T09:30:00.250Z"}"#
    #expect(
      try EventStore(of: Lease.self, in: recorder, transcoder: transcoder).mapper.item(storing: .signed(on: date)).text
        == text)
    let events = try EventCatalog(.events(of: Lease.self, transcoder: transcoder)).mapper(of: Lease.self)
    #expect(try events.item(storing: .signed(on: date)).text == text)
    let entry = TimestampedEvent(logID: UUID(), timestamp: .second(1), payload: Lease.signed(on: date))
    let store = EventStore(entriesOf: Lease.self, in: recorder, transcoder: transcoder)
    #expect(try store.mapper.item(from: entry).text == text)
    let entries = try EventCatalog(.entries(of: Lease.self, transcoder: transcoder)).mapper(ofEntries: Lease.self)
    #expect(try entries.item(from: entry).text == text)
  }

  @Test(arguments: JSONTranscoder.Dates.allCases)
  func `comes back, to the millisecond at least`(dates: JSONTranscoder.Dates) throws {
    let mapper = SequencedItemMapper<DomainEvent<Lease>>(transcoder: JSONTranscoder(dates: dates))
    var random = SeededGenerator(seed: 9)
    for _ in 0..<500 {
      let date = Date(timeIntervalSince1970: .random(in: -60_000_000_000...250_000_000_000, using: &random))
      let item = try mapper.item(storing: .signed(on: date))
      guard case .signed(let read) = try mapper.event(from: item).payload else {
        Issue.record("another case")
        return
      }
      #expect(abs(read.timeIntervalSince(date)) <= 0.001, "\(date.timeIntervalSince1970)")
    }
  }

  @Test func `reads a text of whole seconds, and no other text`() throws {
    let mapper = SequencedItemMapper<DomainEvent<Lease>>(transcoder: JSONTranscoder(dates: .iso8601))
    let id = IDGenerator.counting().next()
    func read(_ text: String) throws -> Lease {
      try mapper.event(from: .sample(id, at: 0, topic: "Lease.signed", data: #"{"on":\#(text)}"#)).payload
    }
    #expect(try read(#""2026-11-29T09:30:00Z""#) == .signed(on: Date(timeIntervalSince1970: 1_795_944_600)))
    for text in [#""yesterday""#, #""""#, "817637400.25", "null"] {
      #expect(throws: UnreadableItem.self, "\(text)") { try read(text) }
    }
  }

  @Test(arguments: [1e11, 1e18, -1e11, -1e300, .infinity, .nan])
  func `refuses as text what has none`(seconds: Double) throws {
    let mapper = SequencedItemMapper<DomainEvent<Lease>>(transcoder: JSONTranscoder(dates: .iso8601))
    let error = #expect(throws: UnstorableEvent.self) {
      try mapper.item(storing: .signed(on: Date(timeIntervalSince1970: seconds * 10)))
    }
    #expect("\(String(describing: error))".contains("on"))
  }
}
