import EventSourcing
import EventSourcingSystems
import Foundation
import ReactionSupport
import Testing

@Suite("A deadline", .timeLimit(.minutes(2)))
struct DeadlineTests {
  @Test(arguments: ReactionBackend.allCases)
  func `comes back as an event when the clock says so, also after a restart`(_ backend: ReactionBackend) async throws {
    try await backend.withRecorders { recorder in
      let (clock, told) = (ManualClock(), Collected<PassedDeadline>())
      try await clock.whileCurrent {
        let setting = try await Reminders(told, in: recorder("books"))
        try await setting.set("pay", for: .till(0), at: 100)
        #expect(try await setting.worker.step() == .nothing)
        clock.set(99)
        #expect(try await setting.worker.step() == .nothing)
        // The process ends, and another one is begun.
        let other = setting.another()
        clock.set(100)
        try await settle([other.worker])
        let passed = PassedDeadline(name: "pay", subject: .till(0), due: Timestamp(microseconds: 100))
        #expect(told.all == [passed])
        try await settle([setting.worker, other.worker, setting.another().worker])
        #expect(told.all == [passed])
        #expect(try await setting.topics == ["ProcessDeadline.set", "ProcessDeadline.passed", "Slip.closing"])
      }
    }
  }

  @Test func `is recorded with what it causes, or neither`() async throws {
    let (clock, told) = (ManualClock(), Collected<PassedDeadline>())
    try await clock.whileCurrent {
      let recorder = FaultyRecorder(InMemoryRecorder())
      let setting = try Reminders(told, in: recorder)
      try await setting.set("pay", for: .till(0), at: 100)
      clock.set(200)
      for fault in [FaultyRecorder.Fault.before, .instead, .after] {
        recorder.fail([fault])
        await #expect(throws: RecorderError.self) { try await settle([setting.worker]) }
      }
      try await settle([setting.worker])
      #expect(recorder.appends.map { $0.items.map(\.topic) }.last == ["ProcessDeadline.passed", "Slip.closing"])
      #expect(try await setting.topics == ["ProcessDeadline.set", "ProcessDeadline.passed", "Slip.closing"])
    }
  }

  @Test func `is told of in the order in which it is due, by its id where that is the same`() async throws {
    let (clock, told) = (ManualClock(), Collected<PassedDeadline>())
    try await clock.whileCurrent {
      let setting = try Reminders(told)
      for (till, due) in [(0, 300), (1, 100), (2, 200), (3, 100), (4, 400)] {
        try await setting.set("pay", for: .till(till), at: due)
      }
      clock.set(300)
      try await settle([setting.worker])
      #expect(told.all.map(\.due.microseconds) == [100, 100, 200, 300])
      let ids = told.all.prefix(2).map { UUID(named: "ProcessDeadline.pay", in: $0.subject) }
      #expect(ids == ids.sorted())
    }
  }

  @Test func `that was cancelled is not told of, and one that was set anew is at its new time`() async throws {
    let (clock, told) = (ManualClock(), Collected<PassedDeadline>())
    try await clock.whileCurrent {
      let setting = try Reminders(told)
      for till in 0..<3 { try await setting.set("pay", for: .till(till), at: 100) }
      #expect(try await setting.worker.step() == .nothing)
      try await setting.host.perform { unit in try await unit.cancelDeadline("pay", for: .till(0)) }
      try await setting.set("pay", for: .till(1), at: 300)
      clock.set(200)
      try await settle([setting.worker])
      #expect(told.all.map(\.subject) == [.till(2)])
      clock.set(300)
      try await settle([setting.worker])
      #expect(told.all.map(\.subject) == [.till(2), .till(1)])
      // One that has passed can be set again, and one that is over cannot be cancelled.
      try await setting.set("pay", for: .till(2), at: 350)
      try await setting.host.perform { unit in try await unit.cancelDeadline("pay", for: .till(0)) }
      clock.set(400)
      try await settle([setting.worker])
      #expect(told.all.map(\.subject) == [.till(2), .till(1), .till(2)])
      #expect(try await setting.topics.filter { $0 == "ProcessDeadline.cancelled" }.count == 1)
    }
  }

  @Test func `can be set again by the reaction on it`() async throws {
    let clock = ManualClock()
    let times = Collected<Timestamp>()
    try await clock.whileCurrent {
      let application = try ProcessApplication("books", catalog: EventCatalog([]))
        .whenPassed("tick") { deadline, work in
          times.add(deadline.due)
          let next = Timestamp(microseconds: deadline.due.microseconds + 10)
          try await work.setDeadline("tick", for: deadline.subject, at: next)
        }
      let host = HostedApplication(application, in: InMemoryRecorder())
      try await host.perform { unit in
        try await unit.setDeadline("tick", for: .till(0), at: Timestamp(microseconds: 10))
      }
      clock.set(45)
      try await settle([DeadlineWorker(host)])
      #expect(times.all.map(\.microseconds) == [10, 20, 30, 40])
    }
  }

  @Test func `does not pass twice when the clock jumps back, nor late when it jumps ahead`() async throws {
    let (clock, told) = (ManualClock(), Collected<PassedDeadline>())
    try await clock.whileCurrent {
      let setting = try Reminders(told)
      try await setting.set("pay", for: .till(0), at: 100)
      try await setting.set("pay", for: .till(1), at: 1_000_000_000_000)
      clock.set(150)
      try await settle([setting.worker])
      clock.set(50)
      try await settle([setting.worker])
      #expect(told.all.count == 1)
      // A worker that waits for what is due in days looks at the clock now and then.
      let waiting = Task { try await setting.worker.waitForWork(atMost: .seconds(600)) }
      clock.set(2_000_000_000_000)
      try await waiting.value
      try await settle([setting.worker])
      #expect(told.all.count == 2)
    }
  }

  @Test func `ends the waiting of its worker when it is due, and when an earlier one is set`() async throws {
    let told = Collected<PassedDeadline>()
    let setting = try Reminders(told)
    try await setting.set("pay", for: .till(0), at: Timestamp.now.microseconds + 50_000)
    try await settle([setting.worker])
    while told.all.isEmpty {
      try await setting.worker.waitForWork(atMost: .seconds(600))
      try await settle([setting.worker])
    }
    let waiting = Task { try await setting.worker.waitForWork(atMost: .seconds(600)) }
    try await setting.set("pay", for: .till(1), at: 0)
    try await waiting.value
    try await settle([setting.worker])
    #expect(told.all.map(\.subject) == [.till(0), .till(1)])
  }

  @Test func `hands on its correlation, and is the cause of what comes of it`() async throws {
    let (clock, told) = (ManualClock(), Collected<PassedDeadline>())
    try await clock.whileCurrent {
      let setting = try Reminders(told)
      try await EventMetadata.with(["correlation": "request 3"]) {
        try await setting.set("pay", for: .till(0), at: 100)
      }
      try await setting.set("pay", for: .till(1), at: 100)
      clock.set(100)
      try await settle([setting.worker])
      let catalog = try EventCatalog(.events(of: Slip.Event.self))
      let slips = try await setting.recorder.notifications(after: 0, limit: .max, filter: .storedNames(["Slip"]))
      let metadata = try slips.map { try catalog.event(from: $0.item).metadata }
      for (one, slip) in zip(metadata, told.all) {
        let id = UUID(named: "ProcessDeadline.pay", in: slip.subject)
        #expect(one.cause == EventCause(application: "books", sequence: id, position: 1))
        let begun = EventCause(application: "books", sequence: id, position: 0).description
        #expect(one.correlation == (slip.subject == .till(0) ? "request 3" : begun))
      }
    }
  }
}
