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
    #expect(request.kind(of: a) == .counted && request.tracking == nil)
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
    let tracking = TrackingRecord(upstream: "ships", from: 0, to: 1)
    #expect(try AppendRequest([], tracking: tracking).tracking == tracking)
  }

  @Test(arguments: [(0, 0), (0, -1), (-1, 5), (5, 5), (5, 4), (0, Int.min)])
  func `refuses tracking that does not lead forwards`(from: Int, to: Int) {
    let record = TrackingRecord(upstream: "ships", from: from, to: LogPosition(id: to))
    #expect(throws: InvalidAppend.impossibleTracking(record)) { try AppendRequest(items(0), tracking: record) }
  }

  @Test func `refuses to track an upstream without a name, which is the log itself`() {
    let record = TrackingRecord(upstream: "", from: 0, to: 1)
    #expect(throws: InvalidAppend.impossibleTracking(record)) { try AppendRequest(items(0), tracking: record) }
  }

  @Test func `takes entities and logs together`() throws {
    let mixed: [SequencedItem] = [.sample(a, at: 0), .sample(b, at: 900), .sample(a, at: 1), .sample(b, at: 1_000)]
    let request = try AppendRequest(mixed, timed: [b])
    #expect(request.kind(of: a) == .counted && request.kind(of: b) == .timed)
    #expect(throws: InvalidAppend.gap(sequenceID: b, expected: 901, found: 1_000)) { try AppendRequest(mixed) }
  }

  @Test func `refuses a timed item where counted sequences begin`() {
    #expect(throws: InvalidAppend.timedAtZero(sequenceID: a)) { try AppendRequest(items(-1, 0), kind: .timed) }
  }

  @Test func `asserts of each sequence once, and of none that it writes`() throws {
    let assertion = SequenceAssertion(sequenceID: b, version: 3)
    let request = try AppendRequest(
      items(4, 5), assertions: [assertion, SequenceAssertion(sequenceID: a, version: 4), assertion])
    #expect(request.assertions == [assertion])
  }

  @Test func `refuses to assert what it contradicts`() {
    #expect(throws: InvalidAppend.contradiction(sequenceID: a, versions: [4, 3])) {
      try AppendRequest(items(4), assertions: [SequenceAssertion(sequenceID: a, version: 3)])
    }
    #expect(throws: InvalidAppend.contradiction(sequenceID: b, versions: [1, 2])) {
      try AppendRequest(
        items(4), assertions: [1, 2].map { SequenceAssertion(sequenceID: b, version: $0) })
    }
    let negative = SequenceAssertion(sequenceID: b, version: -1)
    #expect(throws: InvalidAppend.impossibleAssertion(negative)) { try AppendRequest(items(4), assertions: [negative]) }
  }

  @Test(arguments: [SequenceKind.counted, .timed])
  func `refuses a position that comes twice`(kind: SequenceKind) {
    #expect(throws: InvalidAppend.duplicate(sequenceID: a, position: 2)) {
      try AppendRequest(items(1, 2, 2), kind: kind)
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
      InvalidAppend.impossibleTracking(TrackingRecord(upstream: "ships", from: 4, to: 2)).description
        == "A tracking record leads forwards from notification 0 or a later one of a named upstream, "
        + "not from 4 to 2 of “ships”.")
    #expect(
      InvalidAppend.contradiction(sequenceID: a, versions: [3, 4]).description
        == "Sequence \(a): one append says that it is at version 3 and at 4. Decide on one state of it.")
    #expect(
      InvalidAppend.impossibleAssertion(SequenceAssertion(sequenceID: a, version: -1)).description
        == "Sequence \(a): an assertion says how many events there are, which cannot be -1.")
    #expect(InvalidAppend.empty.description == "Nothing to append: the list of items is empty.")
  }
}

@Suite("An append request held against what is stored")
struct AppendRequestStartsTests {
  let id = IDGenerator.counting().next()

  private func check(
    _ position: Int, newest: Int?, kind: SequenceKind = .counted, without missing: Int? = nil
  ) throws {
    try AppendRequest([.sample(id, at: position)], kind: kind).check(
      tracked: { _ in 0 },
      stored: { asked in
        #expect(asked == id)
        return StoredSequence(newestPosition: newest, beginsAtZero: newest != nil && kind == .counted)
      }, isTaken: { _, position in position == newest || kind == .counted && position != missing })
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

  @Test func `conflicts where a position is not taken but passed, and says so`() {
    let error = #expect(throws: ConcurrencyError.self) { try check(3, newest: 4, without: 3) }
    #expect(error == ConcurrencyError(sequenceID: id, position: 3, found: 5))
    #expect(
      error?.description
        == "Sequence \(id): it was read at version 3, and is at 5. Read again and decide again.")
  }

  @Test func `leaves a gap if a new sequence begins after 0`() {
    #expect(throws: InvalidAppend.gap(sequenceID: id, expected: 0, found: 1)) { try check(1, newest: nil) }
  }

  @Test func `leaves a gap if it begins after the next position`() {
    #expect(throws: InvalidAppend.gap(sequenceID: id, expected: 5, found: 6)) { try check(6, newest: 4) }
  }

  @Test func `fits anywhere that is free if it is timed`() throws {
    try check(3, newest: 4, kind: .timed)
    try check(900, newest: nil, kind: .timed)
    #expect(throws: ConcurrencyError(sequenceID: id, position: 4)) { try check(4, newest: 4, kind: .timed) }
  }

  @Test(arguments: [SequenceKind.counted, .timed])
  func `does not fit a sequence of the other kind`(kind: SequenceKind) throws {
    let request = try AppendRequest([.sample(id, at: 900)], kind: kind)
    let stored = StoredSequence(newestPosition: 899, beginsAtZero: kind == .timed)
    #expect(throws: InvalidAppend.otherKind(sequenceID: id, stored: kind == .timed ? .counted : .timed)) {
      try request.check(tracked: { _ in 0 }, stored: { _ in stored }, isTaken: { _, _ in false })
    }
  }

  @Test func `is refused for its tracking first, then for what it asserts, then for its places`() throws {
    let other = UUID(uuid: (2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2))
    let tracking = TrackingRecord(upstream: "ships", from: 4, to: 5)
    let request = try AppendRequest(
      [.sample(id, at: 0)], tracking: tracking, assertions: [SequenceAssertion(sequenceID: other, version: 0)])
    func check(tracked: Int, newestOfOther: Int?) throws {
      try request.check(
        tracked: { _ in LogPosition(id: tracked) },
        stored: { StoredSequence(newestPosition: $0 == id ? 0 : newestOfOther, beginsAtZero: true) },
        isTaken: { _, _ in true })
    }
    #expect(throws: AlreadyTracked(tracking, found: 6)) { try check(tracked: 6, newestOfOther: 0) }
    #expect(throws: ConcurrencyError(sequenceID: other, position: 0, found: 1)) {
      try check(tracked: 4, newestOfOther: 0)
    }
    #expect(throws: ConcurrencyError(sequenceID: id, position: 0)) { try check(tracked: 4, newestOfOther: nil) }
  }

  @Test func `asks once for each sequence`() throws {
    let other = UUID(uuid: (2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2))
    let asked = Notes<UUID>()
    try AppendRequest([.sample(id, at: 0), .sample(other, at: 0), .sample(id, at: 1)]).check(
      tracked: { _ in 0 },
      stored: { sequenceID in
        asked.add(sequenceID)
        return StoredSequence(newestPosition: nil, beginsAtZero: false)
      }, isTaken: { _, _ in false })
    #expect(asked.all == [id, other])
  }

  @Test func `conflicts in whichever sequence is behind`() throws {
    let other = UUID(uuid: (2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2))
    let request = try AppendRequest([.sample(id, at: 0), .sample(other, at: 0)])
    #expect(throws: ConcurrencyError(sequenceID: other, position: 0)) {
      try request.check(
        tracked: { _ in 0 },
        stored: { StoredSequence(newestPosition: $0 == other ? 0 : nil, beginsAtZero: $0 == other) },
        isTaken: { _, _ in true })
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
