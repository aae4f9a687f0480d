import EventSourcing
import EventSourcingTestKit
import Foundation
import Testing

@Suite("A stored form")
struct StoredFormTests {
  private enum Note: EventPayload, Equatable {
    case written(text: String)
    case erased

    static let storedName = "Note"
    enum CodingKeys: String, CodingKey, CaseIterable { case written, erased }
  }

  @Test func `is what the default mapper stores`() throws {
    #expect(try StoredForm(of: Note.written(text: "a")) == StoredForm(topic: "Note.written", data: #"{"text":"a"}"#))
    #expect(try StoredForm(of: Note.erased).description == "Note.erased {}")
  }

  @Test func `is what another transcoder stores, if that is the one`() throws {
    let transcoder = JSONTranscoder(dates: .iso8601)
    let lease = Lease.signed(on: Date(timeIntervalSince1970: 0))
    let form = try StoredForm(of: lease, by: transcoder)
    #expect(form == StoredForm(topic: "Lease.signed", data: #"{"on":"1970-01-01T00:00:00.000Z"}"#))
    #expect(try form.payload(as: Lease.self, by: transcoder) == lease)
    #expect(
      try StoredForm.text(of: [Date(timeIntervalSince1970: 0)], by: transcoder) == #"["1970-01-01T00:00:00.000Z"]"#)
  }

  @Test func `reads back as the payload`() throws {
    let form = StoredForm(topic: "Note.written", data: #"{"text":"a"}"#)
    #expect(try form.payload(as: Note.self) == .written(text: "a"))
  }

  private enum Seat: String, CaseIterable, Codable { case stalls, balcony = "upstairs" }
  private enum Row: Codable { case numbered(Int), free }

  @Test func `of what is inside a payload is told, too`() throws {
    #expect(try StoredForm.texts(of: Seat.self) == [#""stalls""#, #""upstairs""#])
    #expect(try StoredForm.text(of: Row.numbered(3)) == #"{"numbered":{"_0":3}}"#)
    #expect(try StoredForm.text(of: Row.free) == #"{"free":{}}"#)
    #expect(throws: EncodingError.self) { try StoredForm.text(of: [Double.nan]) }
  }

  @Test func `that nothing is stored under is an error`() {
    #expect(throws: UnreadableItem.self) { try StoredForm(topic: "Note.burnt", data: "{}").payload(as: Note.self) }
  }
}

private enum Lease: EventPayload, Equatable {
  case signed(on: Date)

  static let storedName = "Lease"
  enum CodingKeys: String, CodingKey, CaseIterable { case signed }
}
