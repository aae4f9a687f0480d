import EventSourcing
import Foundation

extension RecorderPromise {
  func givesItemsBackAsTheyWere(_ recorder: any Recorder) async throws {
    let id = Sample.id(1)
    let datas = [
      Data(), Data([0]), Data([0xFF, 0xFE, 0x00, 0x80]), Data("{".utf8), Data([UInt8(ascii: "{"), 0, 0xFF]),
      Data(#"{"quote":"' \" ; --","line":"a\nb","emoji":"🦉","nul":"\u0000"}"#.utf8),
      Data("{\"a\":\"b\u{0}c\"}".utf8), Data(#"[1,2]"#.utf8), Data(" leading".utf8), Data("0012".utf8),
    ]
    let topics = ["Plain.topic", "Quote's \"topic\"; DROP TABLE x", "line\nbreak", "🦉.geschlüpft@2", "", "1", "1.0"]
    var items: [SequencedItem] = []
    for position in 0..<(datas.count * topics.count) {
      items.append(
        SequencedItem(
          sequenceID: id, position: position, topic: topics[position % topics.count],
          data: datas[position % datas.count],
          timestamp: Timestamp(microseconds: [0, -1, .max, .min, 1_767_225_600_000_000][position % 5])))
    }
    try await recorder.append(items)
    try expect(try await recorder.items(of: id), equals: items, "Items come back as they went in")
    let notifications = try await recorder.notifications(after: 0, limit: items.count)
    try expect(notifications.map(\.item), equals: items, "Notifications carry the items as they went in")
    try await expect("A topic with a NUL is refused", throws: InvalidAppend.nulInName) {
      try await recorder.append([Sample.item(Sample.id(2), 0, topic: "a\u{0}b")])
    }
  }

  func keepsLargeData(_ recorder: any Recorder) async throws {
    let id = Sample.id(1)
    let size = 16 * 1_024 * 1_024
    for (position, data) in [Data(repeating: UInt8(ascii: "{"), count: size), Data(repeating: 0xA5, count: size)]
      .enumerated()
    {
      let item = SequencedItem(
        sequenceID: id, position: position, topic: "Large", data: data, timestamp: Timestamp(microseconds: 0))
      try await recorder.append([item])
      let found = try await recorder.item(of: id, at: position)
      try expect(found == item, "Data of 16 MiB comes back as it went in")
    }
  }

  func readsOneItem(_ recorder: any Recorder) async throws {
    let items = Sample.items(Sample.id(1), 0...2)
    try await recorder.append(items)
    try await recorder.append(Sample.items(Sample.id(2), 0...0))
    try expect(try await recorder.item(of: Sample.id(1), at: 1), equals: items[1], "The item at a position")
    try expect(try await recorder.item(of: Sample.id(1), at: 3), equals: nil, "No item after the last")
    try expect(try await recorder.item(of: Sample.id(1), at: -1), equals: nil, "No item before the first")
    try expect(try await recorder.item(of: Sample.id(3), at: 0), equals: nil, "No item of an unknown sequence")
  }

  func readsASequenceInOrder(_ recorder: any Recorder) async throws {
    let (one, two) = (Sample.items(Sample.id(1), 0...9), Sample.items(Sample.id(2), 0...9))
    for (first, second) in zip(one, two) {
      try await recorder.append([first])
      try await recorder.append([second])
    }
    try expect(try await recorder.items(of: Sample.id(1)), equals: one, "The first sequence, in order")
    try expect(try await recorder.items(of: Sample.id(2)), equals: two, "The second sequence, in order")
    try expect(try await recorder.items(of: Sample.id(3)), equals: [], "An unknown sequence has no items")
  }

  func readsWithinBounds(_ recorder: any Recorder) async throws {
    let id = Sample.id(1)
    try await recorder.append(Sample.items(id, 0...9))
    let cases: [(PositionQuery, [Int])] = [
      (PositionQuery(greaterThan: 7), [8, 9]),
      (PositionQuery(atLeast: 7), [7, 8, 9]),
      (PositionQuery(lessThan: 2), [0, 1]),
      (PositionQuery(atMost: 2), [0, 1, 2]),
      (PositionQuery(greaterThan: 2, lessThan: 5), [3, 4]),
      (PositionQuery(greaterThan: 2, atLeast: 5, lessThan: 9, atMost: 7), [5, 6, 7]),
      (PositionQuery(limit: 3), [0, 1, 2]),
      (PositionQuery(atLeast: 4, limit: 2), [4, 5]),
      (PositionQuery(limit: 3, order: .backwards), [9, 8, 7]),
      (PositionQuery(lessThan: 5, limit: 2, order: .backwards), [4, 3]),
      (PositionQuery(atLeast: 8, order: .backwards), [9, 8]),
      (PositionQuery(atLeast: 10), []),
      (PositionQuery(greaterThan: 5, lessThan: 6), []),
      (PositionQuery(greaterThan: .max), []),
      (PositionQuery(lessThan: .min), []),
      (PositionQuery(atLeast: .min, atMost: .max, limit: 1), [0]),
      (PositionQuery(limit: 0), []),
      (PositionQuery(limit: -1), []),
    ]
    for (query, expected) in cases {
      try expect(try await recorder.items(of: id, where: query).map(\.position), equals: expected, "\(query)")
      let notified = try await recorder.notifications(of: id, where: query).map(\.item.position)
      try expect(notified, equals: expected, "\(query), with notification ids")
    }
  }

  func keepsTimedSequences(_ recorder: any Recorder) async throws {
    let id = Sample.id(1)
    let early = Sample.items(id, [-50, 10, 1_000_000])
    let late = Sample.items(id, [Int.min, 500, Int.max])
    try await recorder.append(early, kind: .timed)
    try await recorder.append(late, kind: .timed)
    let positions = [Int.min, -50, 10, 500, 1_000_000, Int.max]
    try expect(try await recorder.items(of: id).map(\.position), equals: positions, "Times are in order")
    let between = PositionQuery(atLeast: 0, lessThan: 1_000_000, order: .backwards)
    try expect(try await recorder.items(of: id, where: between).map(\.position), equals: [500, 10], "Times between")
    try await expect("A time is taken once", throws: ConcurrencyError(sequenceID: id, position: 500)) {
      try await recorder.append(Sample.items(id, [499, 500]), kind: .timed)
    }
    try expect(try await recorder.item(of: id, at: 499), equals: nil, "Nothing of a refused append is there")
  }

  func pagesSequenceIDs(_ recorder: any Recorder) async throws {
    let ids = (1...7).map { Sample.id(UInt8($0) * 36) }
    for id in ids.shuffled() {
      try await recorder.append(Sample.items(id, 0...1))
    }
    try expect(try await recorder.sequenceIDs(after: nil, limit: 100), equals: ids, "All ids, each once, in order")
    try expect(try await recorder.sequenceIDs(after: nil, limit: 3), equals: Array(ids[..<3]), "The first page")
    try expect(try await recorder.sequenceIDs(after: ids[2], limit: 3), equals: Array(ids[3..<6]), "The next page")
    try expect(try await recorder.sequenceIDs(after: ids[5], limit: 3), equals: [ids[6]], "The last page")
    try expect(try await recorder.sequenceIDs(after: ids[6], limit: 3), equals: [], "No page after the last")
    try expect(try await recorder.sequenceIDs(after: Sample.id(40), limit: 1), equals: [ids[1]], "After any id")
    try expect(try await recorder.sequenceIDs(after: nil, limit: 0), equals: [], "A page of nothing")
  }
}
