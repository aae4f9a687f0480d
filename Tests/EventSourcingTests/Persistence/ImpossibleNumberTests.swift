import EventSourcing
import Foundation
import Synchronization
import Testing

/// What no number should do is end the program.
@Suite("A number that cannot be", .ownEventBus, .timeLimit(.minutes(1)))
struct ImpossibleNumberTests {
  private let id = IDGenerator.counting().next()

  @Test(arguments: [
    (Double.nan, 0), (.infinity, Int.max), (-.infinity, .min), (.greatestFiniteMagnitude, .max), (1e13, .max),
    (-1e13, .min), (9e12, 9_000_000_000_000_000_000), (-0.0, 0),
  ])
  func `of a date is the nearest moment`(_ seconds: Double, _ microseconds: Int) {
    #expect(Timestamp(Date(timeIntervalSince1970: seconds)).microseconds == microseconds)
  }

  @Test(arguments: [Int.min, -1, 0, .max])
  func `of a moment can be shown`(_ microseconds: Int) {
    #expect(!Timestamp(microseconds: microseconds).description.isEmpty)
  }

  @Test func `of steps stops a clock at the end of time`() {
    let (up, down) = (
      EventClock.stepping(from: .second(0), by: .max), EventClock.stepping(from: .second(0), by: .min)
    )
    for clock in [up, down] { #expect(clock.now() == .second(0)) }
    #expect((0..<3).map { _ in up.now().microseconds } == [.max, .max, .max])
    #expect((0..<3).allSatisfy { _ in down.now().microseconds < 0 })
  }

  @Test func `of a clock gives ids all the same`() {
    for time in [Int.min, .max] {
      let ids = IDGenerator.timeOrdered(clock: EventClock { Timestamp(microseconds: time) })
      #expect(Set((0..<3).map { _ in ids.next() }).count == 3)
    }
  }

  @Test func `of a version makes no later one`() {
    let event = DomainEvent(
      entityID: id, entityVersion: .max, timestamp: .second(0), payload: Account.Event.opened(owner: "Ada"))
    #expect(Lifecycle(createdBy: event).version == .max)
  }

  @Test(arguments: [Int.min, -1, 0, 1, .max])
  func `of a page, a capacity or attempts is one that can be`(_ number: Int) async throws {
    let store = EventStore(of: Account.Event.self, in: InMemoryRecorder())
    let policy = try PersistencePolicy(eventStore: store)
    defer { policy.close() }
    var account = try await Account.open(id: id)
    try await account.deposit(5)
    let player = EventPlayer<Account>(eventStore: store, pageSize: number)
    #expect(try await player.replay(id).version == 2)
    #expect(try await player.replay(id, upTo: number, from: account).version == min(max(number, 0), 2))
    let keeper = Keeper(
      repository: Repository<Account>(eventStore: store), capacity: number, attempts: number,
      turns: Turns(patience: .seconds(number)))
    try await keeper.change(id) { account in try await account.deposit(1) }
    #expect(keeper.count == 1)
  }

  @Test(arguments: [Int.min, -1, 0, .max])
  func `of time to wait does no harm`(_ seconds: Int) async throws {
    let recorder = InMemoryRecorder()
    try await recorder.append([.sample(id, at: 0)])
    #expect(try await recorder.waitForNotification(after: 0, atMost: .seconds(seconds)))
    var tries = 0
    let duration = Duration.seconds(seconds)
    let waiting = Task { [id] in
      try await retryingOnConcurrencyError(attempts: 40, atMost: duration, wait: duration) {
        tries += 1
        throw ConcurrencyError(sequenceID: id, position: tries)
      }
    }
    try await Task.sleep(for: .milliseconds(20))
    waiting.cancel()
    await #expect(throws: (any Error).self) { try await waiting.value }
  }

  @Test(arguments: [Int.min, -1, 0, 1, .max])
  func `of a query is answered`(_ number: Int) async throws {
    let recorder = InMemoryRecorder()
    try await recorder.append([.sample(id, at: 0), .sample(id, at: 1)])
    let query = PositionQuery(greaterThan: number, atLeast: number, lessThan: number, atMost: number, limit: number)
    #expect(try await recorder.items(of: id, where: query).isEmpty)
    #expect(try await recorder.items(of: id, where: PositionQuery(limit: number)).count == min(max(number, 0), 2))
    #expect(try await recorder.sequenceIDs(after: nil, limit: number).count == min(max(number, 0), 1))
    #expect(try await recorder.notifications(after: 0, limit: number).count == min(max(number, 0), 2))
    let page = NotificationQuery(after: 0, limit: number, filter: .storedNames(["Sample"]), rows: number)
    #expect(try await recorder.page(page).notifications.count <= 2)
    _ = try? await recorder.page(NotificationQuery(after: LogPosition(id: number), limit: 1))
  }

  @Test func `of time in a log leaves the next place free`() async throws {
    let log = EventLog(id: id, eventStore: EventStore(entriesOf: LogEntry.self, in: InMemoryRecorder()))
    let (first, last) = (Timestamp(microseconds: .min), Timestamp(microseconds: .max))
    for time in [first, last] { try await log.append(.written(line: "x"), at: time) }
    // Another process knows nothing of the places that this one has given.
    let again = EventLog(id: id, eventStore: log.eventStore)
    #expect(try await again.append(.written(line: "x"), at: first).timestamp.microseconds == .min + 1)
    await #expect(throws: NoTimeLeft.self) { try await again.append(.written(line: "x"), at: last) }
  }

  @Test(arguments: [Int.min, 0])
  func `of the largest group is one`(_ number: Int) async throws {
    let groups = GroupCommit<Void, Int, Int>(
      largestGroup: number, useConnection: { work, _ in work(()) },
      commit: { requests, _ in requests.map { .success($0) } })
    #expect(try await groups.append(7) == 7)
  }
}
