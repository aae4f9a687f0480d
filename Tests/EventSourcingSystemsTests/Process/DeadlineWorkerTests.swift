import EventSourcing
import EventSourcingSystems
import Foundation
import ProcessSupport
import ReactionSupport
import Testing

@Suite("A worker that watches deadlines", .timeLimit(.minutes(Soak.isOn ? 20 : 3)))
struct DeadlineWorkerTests {
  @Test(arguments: ReactionBackend.allCases)
  func `of which there are several tells of each deadline once`(_ backend: ReactionBackend) async throws {
    try await backend.withRecorders { recorder in
      let (clock, told) = (ManualClock(), Collected<PassedDeadline>())
      try await clock.whileCurrent {
        let setting = try await Reminders(told, in: recorder("books"))
        try await setting.host.perform { unit in
          for till in 0..<40 {
            try await unit.setDeadline("pay", for: .till(till), at: Timestamp(microseconds: till % 7))
          }
        }
        clock.set(100)
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<3 {
            let other = setting.another()
            group.addTask { try await settle([other.worker]) }
          }
          try await group.waitForAll()
        }
        let topics = try await setting.topics
        #expect(topics.count { $0 == "ProcessDeadline.passed" } == 40)
        #expect(topics.count { $0 == "Slip.closing" } == 40)
      }
    }
  }

  @Test(arguments: ReactionBackend.allCases)
  func `and others who set and cancel at the same time agree on what has happened`(
    _ backend: ReactionBackend
  ) async throws {
    let rounds = Soak.amount(backend == .memory ? 20 : 3, soak: 50)
    for seed in 0..<rounds {
      try await backend.withRecorders { recorder in
        let (clock, told) = (ManualClock(), Collected<PassedDeadline>())
        try await clock.whileCurrent {
          let setting = try await Reminders(told, in: recorder("books"))
          for till in 0..<8 { try await setting.set("pay", for: .till(till), at: 100) }
          try await settle([setting.worker])
          clock.set(200)
          try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
              let other = setting.another()
              group.addTask { try await settle([other.worker]) }
            }
            group.addTask {
              var random = SeededGenerator(seed: UInt64(seed))
              for _ in 0..<20 {
                let till = Int.random(in: 0..<8, using: &random)
                if Bool.random(using: &random) {
                  try await setting.host.perform { unit in try await unit.cancelDeadline("pay", for: .till(till)) }
                } else {
                  try await setting.set("pay", for: .till(till), at: .random(in: 150...250, using: &random))
                }
              }
            }
            try await group.waitForAll()
          }
          clock.set(300)
          try await settle([setting.worker])
          try await expectAgreement(setting, "\(backend), seed \(seed)")
        }
      }
    }
  }

  /// Each has passed as often as there is a slip of it, and never when it was cancelled or over.
  private func expectAgreement(_ setting: Reminders, _ comment: Comment) async throws {
    var slips = 0
    var passed = 0
    for (_, stream) in try await setting.recorder.streams() {
      slips += stream.count { $0.topic == "Slip.closing" }
      passed += stream.count { $0.topic == "ProcessDeadline.passed" }
      var isPending = false
      for written in stream where written.topic.hasPrefix("ProcessDeadline") {
        let isEnd = ["ProcessDeadline.passed", "ProcessDeadline.cancelled"].contains(written.topic)
        #expect(!isEnd || isPending, comment)
        isPending = !isEnd
      }
      #expect(!isPending, comment)
    }
    #expect(slips == passed, comment)
  }

  @Test func `writes how far it has come, but not beyond one that has not passed`() async throws {
    let (clock, told) = (ManualClock(), Collected<PassedDeadline>())
    try await clock.whileCurrent {
      let recorder = InMemoryRecorder()
      let setting = try Reminders(told, in: recorder)
      try await setting.set("pay", for: .till(0), at: 100)
      try await setting.set("pay", for: .till(1), at: 1_000)
      try await setting.set("pay", for: .till(2), at: 200)
      let mapper = try EventCatalog.ofShop().mapper(of: Visit.self)
      try await recorder.append(
        (0..<110_000).map { _ in
          try mapper.item(
            from: DomainEvent(
              entityID: UUID(), entityVersion: 0, timestamp: Timestamp(microseconds: 0), payload: .noted))
        })
      clock.set(200)
      try await settle([setting.worker])
      #expect(try await recorder.lastTracked(of: DeadlineWorker.trackingName) == nil)
      #expect(told.all.map(\.subject) == [.till(0), .till(2)])
      // One that begins now knows the one that is left.
      clock.set(1_000)
      let other = setting.another()
      try await settle([other.worker])
      #expect(told.all.map(\.subject) == [.till(0), .till(2), .till(1)])
      #expect(try #require(try await recorder.lastTracked(of: DeadlineWorker.trackingName)).id > 100_000)
      // The slower one takes note of that, and goes on.
      try await settle([setting.worker])
      try await setting.set("pay", for: .till(3), at: 1_000)
      try await settle([setting.worker, setting.another().worker])
      #expect(told.all.map(\.subject) == [.till(0), .till(2), .till(1), .till(3)])
    }
  }

  @Test func `tries a reaction that fails again, then stops before the deadline`() async throws {
    let (clock, told) = (ManualClock(), Collected<PassedDeadline>())
    try await clock.whileCurrent {
      let options = ReactionOptions(onFailure: .park(atMost: 100), attempts: 3, pause: .zero)
      let setting = try Reminders(told, options: options) { deadline in
        if deadline.subject == .till(1) { throw Refusal() }
      }
      for till in 0..<3 { try await setting.set("pay", for: .till(till), at: 100 + till) }
      clock.set(200)
      let error = await #expect(throws: DeadlineFailed.self) { try await settle([setting.worker]) }
      #expect(error?.application == "books")
      #expect(error?.name == "pay")
      #expect(error?.subject == .till(1))
      #expect(error?.due == Timestamp(microseconds: 101))
      #expect(error?.underlying is Refusal)
      #expect(told.all.map(\.subject) == [.till(0), .till(1), .till(1), .till(1)])
      #expect(try await setting.topics.count { $0 == "Slip.closing" } == 1)
      // Somebody has it pass by.
      try await setting.host.perform { unit in try await unit.cancelDeadline("pay", for: .till(1)) }
      try await settle([setting.worker])
      #expect(told.all.last?.subject == .till(2))
    }
  }

  @Test func `says so where the application has no reaction for a deadline any more`() async throws {
    let (clock, told) = (ManualClock(), Collected<PassedDeadline>())
    try await clock.whileCurrent {
      let setting = try Reminders(told)
      try await setting.set("pay", for: .till(0), at: 100)
      let later = try ProcessApplication("books", catalog: EventCatalog([])).whenPassed("ship") { _, _ in }
      let worker = DeadlineWorker(HostedApplication(later, in: setting.recorder))
      clock.set(100)
      let error = await #expect(throws: DeadlineFailed.self) { try await settle([worker]) }
      let unknown = UnknownDeadline(name: "pay", application: "books", known: ["ship"])
      #expect(error?.underlying as? UnknownDeadline == unknown)
      #expect(error?.description.contains(unknown.description) == true)
    }
  }

  @Test func `is not needed for a deadline that the application would not be told of, since that cannot be set`()
    async throws
  {
    let setting = try Reminders(Collected())
    await #expect(throws: UnknownDeadline(name: "play", application: "books", known: ["pay"])) {
      try await setting.set("play", for: .till(0), at: 100)
    }
    let application = try ProcessApplication("books", catalog: EventCatalog([]))
      .when(Till.self) { event, work in try await work.setDeadline("pay", for: event.entityID, at: .now) }
    let following = try Setting(application)
    try await following.shop.add([Till.opened], to: .till(0))
    let error = await #expect(throws: ReactionFailed.self) { try await settle([following.follower]) }
    #expect(error?.underlying as? UnknownDeadline == UnknownDeadline(name: "pay", application: "books", known: []))
    #expect(try await following.topics.isEmpty)
  }

  @Test func `is among the workers of a system whose application has deadlines`() async throws {
    let (clock, told) = (ManualClock(), Collected<PassedDeadline>())
    try await clock.whileCurrent {
      let application = try Reminders(told).host.application
      let shop = try ProcessApplication("shop", catalog: .ofShop())
      let runner = try await SingleThreadRunner(System(shop | application))
      try await runner.application("books").perform { unit in
        try await unit.setDeadline("pay", for: .till(0), at: Timestamp(microseconds: 100))
      }
      #expect(told.all.isEmpty)
      clock.set(100)
      #expect(try await runner.settle() == 1)
      #expect(told.all.count == 1)
    }
  }
}
