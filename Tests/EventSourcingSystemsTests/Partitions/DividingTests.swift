import EventSourcing
import EventSourcingSystems
import Foundation
import SystemSupport
import Testing

@Suite("The number of partitions", .timeLimit(.minutes(2)))
struct DividingTests {
  private let recorders = MemoryRecorders()
  private let ids = (0..<12).map {
    UUID(named: "tally \($0)", in: UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)))
  }

  private func runner(_ partitions: Partitions) async throws -> SingleThreadRunner {
    try await SingleThreadRunner(copying(), partitions: partitions) { recorders.shared($0) }
  }

  private func divide(into partitions: Int) async throws {
    try await copying().divide("follower", into: partitions) { recorders.shared($0) }
  }

  private func countAll(_ runner: SingleThreadRunner) async throws {
    for id in ids { try await runner.application("counter").count(id) }
  }

  /// Counts each in a process that runs nothing.
  private func countAlone() async throws {
    let counter = try ProcessApplication("counter", catalog: EventCatalog(.events(of: Tally.Event.self)))
    let alone = HostedApplication(counter, in: recorders["counter"], isFollowedInPartitions: true)
    for id in ids { try await alone.count(id) }
  }

  /// How often each tally was dealt with: as often as it was counted, and in order.
  private func isExact(_ runner: SingleThreadRunner, rounds: Int) async throws -> Bool {
    for id in ids {
      guard try await runner.application("follower").copied(id)?.positions == Array(0..<rounds) else { return false }
    }
    return true
  }

  @Test func `that is recorded is that of all workers`() async throws {
    try await countAll(runner(3))
    for given in [1, 2, 4] {
      await #expect(
        throws: PartitionsDiffer(
          application: "follower", upstream: "counter", given: given, recorded: 3, isBeingChanged: false)
      ) { _ = try await runner(["follower": given]) }
    }
    let again = try await runner(3)
    try await countAll(again)
    #expect(try await isExact(again, rounds: 2))
  }

  @Test func `is one where notifications were dealt with before`() async throws {
    try await countAll(runner(1))
    await #expect(throws: PartitionsDiffer.self) { _ = try await runner(3) }
  }

  @Test func `can be changed, and changed back, and each notification takes effect once`() async throws {
    var rounds = 0
    for (partitions, next) in [(1, 3), (3, 2), (2, 1), (1, 3), (3, 3)] {
      let runner = try await runner(["follower": partitions])
      try await countAll(runner)
      rounds += 1
      #expect(try await isExact(runner, rounds: rounds))
      try await divide(into: next)
    }
    #expect(try await runner(["follower": 3]).settle() == 0)
  }

  @Test func `is changed when all there is has been dealt with`() async throws {
    let old = try await runner(["follower": 3])
    try await countAll(old)
    try await countAlone()
    try await divide(into: 2)
    let new = try await runner(["follower": 2])
    #expect(try await isExact(new, rounds: 2))
    #expect(try await new.settle() == 0)
  }

  @Test(arguments: [(1, 3), (3, 1), (2, 3)])
  func `that was changed stops an old worker`(old: Int, new: Int) async throws {
    let worker = try await runner(["follower": old])
    try await countAll(worker)
    try await divide(into: new)
    let error = await #expect(throws: PartitionsDiffer.self) { try await countAll(worker) }
    #expect(error?.given == old && error?.recorded == new)
    let right = try await runner(["follower": new])
    try await right.settle()
    let id = ids[0]
    #expect(try await right.application("follower").copies(of: id) == right.application("counter").count(of: id))
  }

  @Test func `is changed though a worker that parks has failed under it`() async throws {
    // An old worker that is refused does not park what it was about to deal with.
    let options = ReactionOptions(onFailure: .park(atMost: 100), attempts: 1)
    let worker = try await SingleThreadRunner(copying(options), partitions: ["follower": 2]) { recorders.shared($0) }
    try await countAll(worker)
    try await divide(into: 3)
    await #expect(throws: PartitionsDiffer.self) { try await countAll(worker) }
    #expect(try await worker.status().allSatisfy { $0.progress?.parked == 0 })
  }

  @Test(arguments: [2, 3])
  func `whose change was stopped in the middle is changed by doing that again`(next: Int) async throws {
    try await countAll(runner(["follower": 3]))
    await #expect(throws: Refusal.self) {
      try await copying().divide("follower", into: 2) { name in
        name == "follower" ? StoppedChange(inner: recorders[name]) as any Recorder : recorders.shared(name)
      }
    }
    for given in [2, 3] {
      let error = await #expect(throws: PartitionsDiffer.self) { _ = try await runner(["follower": given]) }
      #expect(error?.recorded == 3)
    }
    // What has come meanwhile is dealt with by the one who divides, since no worker may.
    try await countAlone()
    try await divide(into: next)
    let new = try await runner(["follower": next])
    try await countAll(new)
    #expect(try await isExact(new, rounds: 3))
  }

  @Test func `is refused if it is impossible, or the application unknown`() async throws {
    await #expect(throws: InvalidPartitions.self) { try await divide(into: 0) }
    await #expect(throws: UnknownApplication.self) {
      try await copying().divide("nobody", into: 2) { recorders.shared($0) }
    }
  }
}

extension MemoryRecorders {
  /// A recorder that is not closed with whom it is given to.
  func shared(_ name: String) -> any Recorder { SharedRecorder(inner: self[name]) }
}

private struct SharedRecorder: ForwardingRecorder {
  let inner: any Recorder

  func close() async throws {}
}

/// A recorder whose process ends before the new number of partitions is recorded.
private struct StoppedChange: ForwardingRecorder {
  let inner: any Recorder

  func append(_ request: AppendRequest) async throws -> [Int] {
    guard !request.items.contains(where: { $0.topic == "PartitionRegister.divided" }) else { throw Refusal() }
    return try await inner.append(request)
  }

  func close() async throws {}
}
