import EventSourcing
import EventSourcingTestKit
import Exercise02
import Practice
import Testing

@Suite("Exercise 02: a renamed case")
struct RenamedCaseTests {
  /// The number of seats, any but the same on each run.
  private let seats: Int

  init() {
    var generator = SeededGenerator(seed: 2)
    seats = .random(in: 2...99, using: &generator)
  }

  @Test func `a performance stored before is read`() throws {
    let stored = StoredForm(topic: "Performance.scheduled", data: #"{"seats":\#(seats),"title":"Hamlet"}"#)
    #expect(
      try stored.payload(as: ShowEvent.self) == .scheduled(title: "Hamlet", seats: seats),
      "Rule: a type may be renamed, the name in front of its topics may not.")
  }

  @Test func `a sale stored before is read with its customer`() throws {
    // Whatever the first part of the topic is now: this test is about the label.
    let stored = StoredForm(topic: "\(ShowEvent.storedName).seatsSold", data: #"{"count":\#(seats),"to":"Ada"}"#)
    #expect(
      try stored.payload(as: ShowEvent.self) == .seatsSold(count: seats, customer: "Ada"),
      "Rule: a label may be renamed, the key it is stored under may not.")
  }

  @Test func `a return stored before is read`() throws {
    let stored = StoredForm(topic: "\(ShowEvent.storedName).seatsReturned", data: #"{"count":\#(seats)}"#)
    #expect(
      try stored.payload(as: ShowEvent.self) == .seatsGivenBack(count: seats),
      "Rule: a case may be renamed, the name it is stored under may not.")
  }

  @Test func `a new performance is stored as the other desk reads it`() throws {
    #expect(
      try StoredForm(of: ShowEvent.scheduled(title: "Macbeth", seats: seats))
        == StoredForm(topic: "Performance.scheduled", data: #"{"seats":\#(seats),"title":"Macbeth"}"#),
      "Rule: the old program must be able to read what the new one stores.")
  }

  @Test func `a new sale keeps its keys`() throws {
    #expect(
      try StoredForm(of: ShowEvent.seatsSold(count: seats, customer: "Grace")).data
        == #"{"count":\#(seats),"to":"Grace"}"#,
      "Rule: the old program must be able to read what the new one stores.")
  }

  @Test func `a new return keeps its name`() throws {
    #expect(
      try StoredForm(of: ShowEvent.seatsGivenBack(count: seats)).topic == "\(ShowEvent.storedName).seatsReturned",
      "Rule: the old program must be able to read what the new one stores.")
  }
}
