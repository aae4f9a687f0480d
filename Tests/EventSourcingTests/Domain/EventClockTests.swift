import EventSourcing
import Foundation
import Testing

@Suite("An event clock")
struct EventClockTests {
  @Test func `that steps starts at its start and moves one second a reading`() {
    let clock = EventClock.stepping(from: .second(10))
    #expect([clock.now(), clock.now(), clock.now()] == [.second(10), .second(11), .second(12)])
  }

  @Test func `that steps moves by the step that was given, also backwards`() {
    let clock = EventClock.stepping(from: Timestamp(microseconds: 5), by: -2)
    #expect([clock.now(), clock.now(), clock.now()].map(\.microseconds) == [5, 3, 1])
  }

  @Test func `that steps is shared by its copies`() {
    let clock = EventClock.stepping(from: .second(0))
    let copy = clock
    #expect([clock.now(), copy.now(), clock.now()] == [.second(0), .second(1), .second(2)])
  }

  @Test func `that steps gives each of many tasks another moment`() async {
    let clock = EventClock.stepping(from: .second(0))
    let moments = await withTaskGroup(of: Timestamp.self) { group in
      for _ in 0..<100 { group.addTask { clock.now() } }
      return await group.reduce(into: Set<Timestamp>()) { $0.insert($1) }
    }
    #expect(moments == Set((0..<100).map(Timestamp.second)))
  }

  @Test func `reads what it was made with`() {
    #expect(EventClock { .second(7) }.now() == .second(7))
  }

  @Test func `of the system follows the system's time`() {
    let before = Timestamp.now
    let read = EventClock.system.now()
    #expect(before <= read && read <= .now)
  }

  @Test func `that is current is the system's, unless a task has been given another`() async {
    let before = EventClock.system.now()
    #expect(before <= EventClock.current.now() && before <= .now)
    await EventClock.$current.withValue(.stepping(from: .second(10))) {
      #expect([Timestamp.now, .now] == [.second(10), .second(11)])
      #expect(EventClock.system.now() >= before)
      async let inherited = Timestamp.now
      #expect(await inherited == .second(12))
    }
    #expect(Timestamp.now > .second(13))
  }

  @Test func `that is current gives commands their time`() async throws {
    try EventClock.$current.withValue(.stepping(from: .second(10))) {
      var voyage = try Voyage.create(.planned(ship: "Beagle"), id: UUID())
      try voyage.trigger(.cancelled)
      #expect(voyage.createdOn == .second(10) && voyage.lastModifiedOn == .second(11))
    }
  }
}
