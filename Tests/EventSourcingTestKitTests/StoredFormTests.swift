import EventSourcing
import EventSourcingTestKit
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
