import Minimal
import Testing

@Suite("The event bus")
struct EventBusTests {
  private let bus = EventBus()

  @Test func `calls handlers in the order of subscription`() throws {
    var calls: [String] = []
    bus.subscribe { _ in calls.append("first") }
    bus.subscribe { _ in calls.append("second") }

    _ = try Example.create(foo: "bar1", on: bus)

    #expect(calls == ["first", "second"])
  }

  @Test func `calls only those who are still subscribed`() throws {
    var calls: [String] = []
    let first = bus.subscribe { _ in calls.append("first") }
    bus.subscribe { _ in calls.append("second") }

    bus.unsubscribe(first)
    _ = try Example.create(foo: "bar1", on: bus)

    #expect(calls == ["second"])
  }

  @Test func `ends at the first error, and hands it on`() throws {
    struct Refused: Error {}
    var calls: [String] = []
    bus.subscribe { _ in throw Refused() }
    bus.subscribe { _ in calls.append("second") }

    #expect(throws: Refused.self) { try Example.create(foo: "bar1", on: bus) }
    #expect(calls.isEmpty)
  }
}
