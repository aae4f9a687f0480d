import EventSourcing
import EventSourcingTestKit
import Foundation
import Step1Events
import Testing

@Suite("An example's event")
struct ExampleEventTests {
  let id = UUID()

  @Test func `says to whom, where, when and what`() {
    let event = DomainEvent(
      entityID: id, entityVersion: 0, timestamp: Timestamp(microseconds: 7), payload: ExampleEvent.created(foo: "bar1"))
    #expect(event.entityID == id)
    #expect(event.entityVersion == 0)
    #expect(event.timestamp == Timestamp(microseconds: 7))
    #expect(event.payload == .created(foo: "bar1"))
  }

  @Test func `is a value: equal contents are equal events`() {
    func event(_ version: Int, _ payload: ExampleEvent) -> DomainEvent<ExampleEvent> {
      DomainEvent(entityID: id, entityVersion: version, timestamp: Timestamp(microseconds: 0), payload: payload)
    }
    #expect(event(0, .discarded) == event(0, .discarded))
    #expect(event(0, .discarded) != event(1, .discarded))
    #expect(event(0, .created(foo: "bar1")) != event(0, .created(foo: "bar2")))
    #expect(Set([event(0, .discarded), event(0, .discarded)]).count == 1)
  }

  @Test(arguments: [
    (ExampleEvent.created(foo: "bar1"), StoredForm(topic: "Example.created", data: #"{"foo":"bar1"}"#)),
    (
      ExampleEvent.valueChanged(name: .foo, value: "bar2"),
      StoredForm(topic: "Example.valueChanged", data: #"{"name":"foo","value":"bar2"}"#)
    ),
    (ExampleEvent.discarded, StoredForm(topic: "Example.discarded", data: "{}")),
  ])
  func `keeps its stored form`(_ payload: ExampleEvent, _ form: StoredForm) throws {
    let stored = try StoredForm(of: payload)
    #expect(stored == form)
    #expect(try form.payload(as: ExampleEvent.self) == payload)
  }

  @Test func `keeps the stored names of its attributes`() throws {
    #expect(try StoredForm.texts(of: ExampleAttribute.self) == [#""foo""#])
  }
}
