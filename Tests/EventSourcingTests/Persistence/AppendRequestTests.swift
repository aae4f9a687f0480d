import EventSourcing
import Foundation
import Testing

@Suite("An append request")
struct AppendRequestTests {
  let a: UUID
  let b: UUID

  init() {
    let ids = IDGenerator.counting()
    a = ids.next()
    b = ids.next()
  }

  private func items(_ positions: Int...) -> [SequencedItem] {
    positions.map { .sample(a, at: $0) }
  }

  @Test func `takes counted items that follow on one another`() throws {
    let request = try AppendRequest(items(4, 5, 6))
    #expect(request.items == items(4, 5, 6))
    #expect(request.starts == items(4))
    #expect(request.kind == .counted && request.tracking == nil)
  }

  @Test func `refuses an item after the largest position, where there is none`() {
    #expect(throws: InvalidAppend.gap(sequenceID: a, expected: .max, found: .min)) {
      try AppendRequest(items(.max, .min))
    }
    #expect(throws: InvalidAppend.gap(sequenceID: a, expected: .max, found: 0)) { try AppendRequest(items(.max, 0)) }
  }

  @Test func `refuses an empty list`() {
    #expect(throws: InvalidAppend.empty) { try AppendRequest([]) }
    #expect(throws: InvalidAppend.empty) { try AppendRequest([], kind: .timed) }
  }

  @Test func `takes an empty list beside a tracking record`() throws {
    let tracking = TrackingRecord(upstream: "ships", notificationID: 1)
    #expect(try AppendRequest([], tracking: tracking).tracking == tracking)
  }

  @Test(arguments: [0, -1, Int.min])
  func `refuses to track a notification that cannot be`(id: Int) {
    #expect(throws: InvalidAppend.impossibleNotification(upstream: "ships", notificationID: id)) {
      try AppendRequest(items(0), tracking: TrackingRecord(upstream: "ships", notificationID: id))
    }
  }

  @Test(arguments: [SequenceKind.counted, .timed])
  func `refuses a position that comes twice`(kind: SequenceKind) {
    #expect(throws: InvalidAppend.duplicate(sequenceID: a, position: 1)) {
      try AppendRequest(items(0, 1, 1), kind: kind)
    }
  }

  @Test func `refuses a gap between counted items`() {
    #expect(throws: InvalidAppend.gap(sequenceID: a, expected: 1, found: 2)) { try AppendRequest(items(0, 2)) }
  }

  @Test func `refuses counted positions that go backwards`() {
    #expect(throws: InvalidAppend.gap(sequenceID: a, expected: 6, found: 4)) { try AppendRequest(items(5, 4)) }
  }

  @Test func `refuses times that go backwards`() {
    #expect(throws: InvalidAppend.outOfOrder(sequenceID: a, position: 4)) {
      try AppendRequest(items(5, 4), kind: .timed)
    }
  }

  @Test func `refuses a counted position below 0`() {
    #expect(throws: InvalidAppend.gap(sequenceID: a, expected: 0, found: -1)) { try AppendRequest(items(-1, 0)) }
  }

  @Test func `takes timed items with gaps, and before 1970`() throws {
    #expect(try AppendRequest(items(-50, 3, 1_000), kind: .timed).starts == items(-50))
  }

  @Test func `takes mixed sequences, each in its own order`() throws {
    let mixed: [SequencedItem] = [
      .sample(a, at: 3), .sample(b, at: 0), .sample(a, at: 4), .sample(b, at: 1), .sample(a, at: 5),
    ]
    #expect(try AppendRequest(mixed).starts == [.sample(a, at: 3), .sample(b, at: 0)])
  }

  @Test func `refuses a gap in the second of mixed sequences`() {
    #expect(throws: InvalidAppend.gap(sequenceID: b, expected: 1, found: 2)) {
      try AppendRequest([.sample(a, at: 0), .sample(b, at: 0), .sample(a, at: 1), .sample(b, at: 2)])
    }
  }

  @Test func `refuses a duplicate in the third of mixed sequences`() {
    let c = UUID(uuid: (3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3))
    #expect(throws: InvalidAppend.duplicate(sequenceID: c, position: 0)) {
      try AppendRequest([.sample(a, at: 0), .sample(b, at: 0), .sample(c, at: 0), .sample(c, at: 0)])
    }
  }

  @Test func `does not trap at the largest position`() throws {
    #expect(try AppendRequest(items(.max - 1, .max)).starts == items(.max - 1))
    #expect(throws: InvalidAppend.duplicate(sequenceID: a, position: .max)) { try AppendRequest(items(.max, .max)) }
    #expect(throws: InvalidAppend.self) { try AppendRequest(items(.max, 0)) }
    #expect(throws: InvalidAppend.self) { try AppendRequest(items(.max, .min), kind: .timed) }
    #expect(try AppendRequest(items(.min, .max), kind: .timed).starts == items(.min))
  }

  @Test func `says in its errors which sequence and which position`() {
    #expect(
      InvalidAppend.duplicate(sequenceID: a, position: 7).description
        == "Sequence \(a): position 7 comes twice in one append.")
    #expect(
      InvalidAppend.gap(sequenceID: a, expected: 7, found: 9).description
        == "Sequence \(a): the next position is 7, so position 9 cannot be appended.")
    #expect(
      InvalidAppend.impossibleNotification(upstream: "ships", notificationID: 0).description
        == "Notification ids start at 1, so 0 from “ships” cannot be tracked.")
    #expect(InvalidAppend.empty.description == "Nothing to append: the list of items is empty.")
  }
}

@Suite("An append request held against what is stored")
struct AppendRequestStartsTests {
  let id = IDGenerator.counting().next()

  private func check(_ position: Int, newest: Int?, kind: SequenceKind = .counted) throws {
    try AppendRequest([.sample(id, at: position)], kind: kind).checkStarts { asked in
      #expect(asked == id)
      return newest
    }
  }

  @Test func `fits if it begins a new sequence at 0`() throws {
    try check(0, newest: nil)
  }

  @Test func `fits if it follows on the newest position`() throws {
    try check(5, newest: 4)
  }

  @Test(arguments: [0, 3, 4])
  func `conflicts where a position is taken`(position: Int) {
    #expect(throws: ConcurrencyError(sequenceID: id, position: position)) { try check(position, newest: 4) }
  }

  @Test func `leaves a gap if a new sequence begins after 0`() {
    #expect(throws: InvalidAppend.gap(sequenceID: id, expected: 0, found: 1)) { try check(1, newest: nil) }
  }

  @Test func `leaves a gap if it begins after the next position`() {
    #expect(throws: InvalidAppend.gap(sequenceID: id, expected: 5, found: 6)) { try check(6, newest: 4) }
  }

  @Test func `fits anywhere if it is timed`() throws {
    try check(3, newest: 4, kind: .timed)
    try check(900, newest: nil, kind: .timed)
  }

  @Test func `asks once for each sequence`() throws {
    let other = UUID(uuid: (2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2))
    let asked = Notes<UUID>()
    try AppendRequest([.sample(id, at: 0), .sample(other, at: 0), .sample(id, at: 1)]).checkStarts { sequenceID in
      asked.add(sequenceID)
      return nil
    }
    #expect(asked.all == [id, other])
  }

  @Test func `conflicts in whichever sequence is behind`() throws {
    let other = UUID(uuid: (2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2))
    let request = try AppendRequest([.sample(id, at: 0), .sample(other, at: 0)])
    #expect(throws: ConcurrencyError(sequenceID: other, position: 0)) {
      try request.checkStarts { $0 == other ? 0 : nil }
    }
  }

  @Test func `does not trap where the largest position is taken`() {
    #expect(throws: ConcurrencyError(sequenceID: id, position: .max)) { try check(.max, newest: .max) }
  }

  @Test func `says in the conflict what to do`() {
    #expect(
      ConcurrencyError(sequenceID: id, position: 3).description
        == "Sequence \(id): position 3 is taken. Somebody else stored it first: read again and decide again.")
  }
}
