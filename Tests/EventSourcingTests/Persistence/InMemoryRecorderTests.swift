import EventSourcing
import Foundation
import Testing

/// What the contract of all recorders does not reach.
@Suite("An in-memory recorder")
struct InMemoryRecorderTests {
  let recorder = InMemoryRecorder()
  let a: UUID
  let b: UUID

  init() {
    let ids = IDGenerator.counting()
    a = ids.next()
    b = ids.next()
  }

  private func appendTimed(_ positions: Int...) async throws {
    try await recorder.append(positions.map { .sample(a, at: $0) }, kind: .timed)
  }

  @Test func `puts a timed item that comes late into its place`() async throws {
    try await appendTimed(50)
    try await appendTimed(10, 90)
    try await appendTimed(30)
    try await appendTimed(-5)
    #expect(try await recorder.items(of: a).map(\.position) == [-5, 10, 30, 50, 90])
    for position in [-5, 10, 30, 50, 90] {
      #expect(try await recorder.item(of: a, at: position)?.position == position)
    }
    #expect(try await recorder.item(of: a, at: 20) == nil)
  }

  @Test func `numbers notifications as they come, not by position`() async throws {
    try await appendTimed(50)
    try await appendTimed(10, 90)
    let notifications = try await recorder.notifications(after: 0, limit: 10)
    #expect(notifications.map(\.id) == [1, 2, 3])
    #expect(notifications.map(\.item.position) == [50, 10, 90])
  }

  @Test func `refuses a timed append as a whole if one position is taken`() async throws {
    try await appendTimed(10, 30)
    await #expect(throws: ConcurrencyError(sequenceID: a, position: 30)) { try await appendTimed(20, 30, 40) }
    #expect(try await recorder.items(of: a).map(\.position) == [10, 30])
  }

  @Test func `answers bounds between and beyond timed positions`() async throws {
    try await appendTimed(-10, 10, 30, 50)
    func positions(_ query: PositionQuery) async throws -> [Int] {
      try await recorder.items(of: a, where: query).map(\.position)
    }
    #expect(try await positions(PositionQuery(greaterThan: 10, atMost: 45)) == [30])
    #expect(try await positions(PositionQuery(atLeast: 11, lessThan: 30)) == [])
    #expect(try await positions(PositionQuery(lessThan: 30, limit: 1, order: .backwards)) == [10])
    #expect(try await positions(PositionQuery(atLeast: .min, atMost: .max)) == [-10, 10, 30, 50])
    #expect(try await positions(PositionQuery(greaterThan: 50)) == [])
    #expect(try await positions(PositionQuery(lessThan: -10)) == [])
    #expect(try await positions(PositionQuery(limit: .max, order: .backwards)) == [50, 30, 10, -10])
  }

  @Test func `holds items at the smallest and the largest position`() async throws {
    try await appendTimed(.min, .max)
    #expect(try await recorder.items(of: a, where: PositionQuery(atLeast: .max)).map(\.position) == [.max])
    #expect(try await recorder.items(of: a, where: PositionQuery(atMost: .min)).map(\.position) == [.min])
    await #expect(throws: ConcurrencyError(sequenceID: a, position: .max)) { try await appendTimed(.max) }
  }

  @Test func `leaves a gap in the notification ids where items were deleted, and never fills it`() async throws {
    try await recorder.append([.sample(a, at: 0), .sample(b, at: 0), .sample(a, at: 1)])
    #expect(try await recorder.deleteItems(of: a) == 2)
    #expect(try await recorder.notifications(after: 0, limit: 10).map(\.id) == [2])
    #expect(try await recorder.append([.sample(b, at: 1)]) == [4])
    #expect(try await recorder.notifications(after: 2, limit: 10).map(\.id) == [4])
  }

  @Test func `forgets a deleted sequence, whose id can be used again`() async throws {
    try await recorder.append([.sample(a, at: 0), .sample(a, at: 1)])
    try await recorder.deleteItems(of: a)
    #expect(try await recorder.items(of: a) == [])
    #expect(try await recorder.sequenceIDs(after: nil, limit: 10) == [])
    #expect(try await recorder.append([.sample(a, at: 0)]) == [3])
  }

  @Test func `deletes nothing where there is nothing`() async throws {
    #expect(try await recorder.deleteItems(of: a) == 0)
  }

  @Test func `fills a page of notifications past those that do not count`() async throws {
    try await recorder.append((0..<6).map { .sample(a, at: $0, topic: $0.isMultiple(of: 2) ? "even" : "odd") })
    let page = try await recorder.notifications(after: 1, limit: 2, filter: .topics(["odd"]))
    #expect(page.map(\.id) == [2, 4])
    #expect(try await recorder.notifications(after: 0, limit: 9, filter: .topics([])) == [])
  }

  @Test(arguments: [(Int.min, [1, 2]), (-1, [1, 2]), (2, []), (3, []), (Int.max, [])])
  func `reads notifications after any id`(id: Int, expected: [Int]) async throws {
    try await recorder.append([.sample(a, at: 0), .sample(a, at: 1)])
    #expect(try await recorder.notifications(after: id, limit: 10).map(\.id) == expected)
  }

  @Test(arguments: [0, -1, Int.min])
  func `gives an empty page for a limit below 1`(limit: Int) async throws {
    try await recorder.append([.sample(a, at: 0)])
    #expect(try await recorder.notifications(after: 0, limit: limit) == [])
    #expect(try await recorder.sequenceIDs(after: nil, limit: limit) == [])
    #expect(try await recorder.items(of: a, where: PositionQuery(limit: limit)) == [])
  }

  @Test func `gives the ids of sequences in the order of their bytes, page by page`() async throws {
    let ids = [7, 200, 3, 90, 1].map { UUID(uuid: ($0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255 - $0)) }
    for id in ids {
      try await recorder.append([.sample(id, at: 0), .sample(id, at: 1)])
    }
    let first = try await recorder.sequenceIDs(after: nil, limit: 3)
    #expect(first == [ids[4], ids[2], ids[0]])
    #expect(try await recorder.sequenceIDs(after: first.last, limit: 3) == [ids[3], ids[1]])
    #expect(try await recorder.sequenceIDs(after: ids[1], limit: 3) == [])
  }

  @Test func `records nothing for a task that was cancelled`() async throws {
    let recorder = recorder
    let request = try AppendRequest([.sample(a, at: 0)])
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await recorder.append(request)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await recorder.items(of: a) == [])
  }

  @Test func `tells how far an upstream has been dealt with`() async throws {
    let tracking = TrackingRecord(upstream: "ships", from: 0, to: 3)
    try await recorder.append([], tracking: tracking)
    await #expect(throws: AlreadyTracked(tracking, found: 3)) {
      try await recorder.append([.sample(a, at: 0)], tracking: tracking)
    }
    #expect(
      AlreadyTracked(tracking, found: 3).description
        == "Notifications 0 to 3 from “ships” do not follow on what has been dealt with, which is up to 3: "
        + "go on from there.")
    #expect(try await recorder.items(of: a) == [])
  }

  @Test func `once closed refuses every use but closing`() async throws {
    try await recorder.append([.sample(a, at: 0)])
    try await recorder.close()
    try await recorder.close()
    let uses: [() async throws -> Void] = [
      { try await recorder.append([.sample(a, at: 1)]) },
      { _ = try await recorder.item(of: a, at: 0) },
      { _ = try await recorder.items(of: a) },
      { _ = try await recorder.sequenceIDs(after: nil, limit: 1) },
      { _ = try await recorder.notifications(after: 0, limit: 1) },
      { _ = try await recorder.lastTracked(of: "ships") },
      { try await recorder.deleteItems(of: a) },
      { try await recorder.replicate([]) },
      { try await recorder.rewrite([]) },
    ]
    for use in uses {
      await #expect(throws: RecorderError.closed) { try await use() }
    }
    #expect(RecorderError.closed.description == "The recorder is closed.")
  }
}

@Suite("A rewrite in an in-memory recorder")
struct InMemoryRewriteTests {
  let recorder = InMemoryRecorder()
  let id = IDGenerator.counting().next()

  private func rewrite(_ position: Int, from old: String, to new: String) throws -> Rewrite {
    try Rewrite(from: .sample(id, at: position, data: old), to: .sample(id, at: position, topic: "new", data: new))
  }

  @Test func `replaces topic and data and keeps the notification id`() async throws {
    try await recorder.append([.sample(id, at: 0, data: "a"), .sample(id, at: 1, data: "b")])
    try await recorder.rewrite([try rewrite(1, from: "b", to: "B")])
    let notifications = try await recorder.notifications(after: 0, limit: 10)
    #expect(notifications.map(\.id) == [1, 2])
    #expect(notifications.map(\.item.topic) == ["Sample.made", "new"])
    #expect(notifications.map(\.item.text) == ["a", "B"])
  }

  @Test func `changes nothing if one item is not what was read`() async throws {
    try await recorder.append([.sample(id, at: 0, data: "a"), .sample(id, at: 1, data: "b")])
    let before = try await recorder.items(of: id)
    await #expect(throws: RewriteError.changedMeanwhile(sequenceID: id, position: 1)) {
      try await recorder.rewrite([try rewrite(0, from: "a", to: "A"), try rewrite(1, from: "x", to: "B")])
    }
    #expect(try await recorder.items(of: id) == before)
  }

  @Test func `changes nothing if one item is not there`() async throws {
    try await recorder.append([.sample(id, at: 0, data: "a")])
    await #expect(throws: RewriteError.changedMeanwhile(sequenceID: id, position: 1)) {
      try await recorder.rewrite([try rewrite(0, from: "a", to: "A"), try rewrite(1, from: "b", to: "B")])
    }
    #expect(try await recorder.items(of: id).map(\.text) == ["a"])
  }

  @Test func `must keep the sequence, the position and the time`() {
    let old = SequencedItem.sample(id, at: 3)
    let elsewhere: [SequencedItem] = [
      .sample(UUID(uuid: (2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2)), at: 3), .sample(id, at: 4),
      SequencedItem(sequenceID: id, position: 3, topic: old.topic, data: old.data, timestamp: .second(1)),
    ]
    for new in elsewhere {
      #expect(throws: RewriteError.anotherPlace(sequenceID: id, position: 3)) { try Rewrite(from: old, to: new) }
    }
  }

  @Test func `says in its errors which item`() {
    #expect(
      RewriteError.anotherPlace(sequenceID: id, position: 3).description
        == "Sequence \(id): a rewrite of position 3 must keep its sequence, position and time.")
    #expect(
      RewriteError.changedMeanwhile(sequenceID: id, position: 3).description
        == "Sequence \(id): position 3 is no longer what was read. Nothing was rewritten; read again.")
  }
}
