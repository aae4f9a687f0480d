import EventSourcing
import Foundation

extension RecorderPromise {
  func movesTrackingFromWhereItIs(_ recorder: any Recorder) async throws {
    try expect(try await recorder.lastTracked(of: "Orders"), equals: nil, "Nothing is tracked at first")
    let digest = ItemDigest(of: Sample.item(Sample.id(1), 0))
    let positions = [
      LogPosition(id: 2), LogPosition(id: 3, log: Sample.id(9), digest: digest),
      LogPosition(id: .max - 1, digest: ItemDigest(rawValue: .min)), LogPosition(id: .max, log: Sample.id(8)),
    ]
    var from = 0
    for position in positions {
      try await recorder.append([], tracking: TrackingRecord(upstream: "Orders", from: from, to: position))
      try expect(try await recorder.lastTracked(of: "Orders"), equals: position, "The record has moved")
      from = position.id
    }
    for (from, to) in [(0, 7), (2, 3), (3, 4), (.max - 1, Int.max)] {
      let stale = TrackingRecord(upstream: "Orders", from: from, to: LogPosition(id: to))
      try await expect("Not from \(from)", throws: AlreadyTracked(stale, found: .max)) {
        try await recorder.append([], tracking: stale)
      }
    }
    let early = TrackingRecord(upstream: "Payments", from: 3, to: 4)
    try await expect("Not from 3 where nothing is", throws: AlreadyTracked(early, found: 0)) {
      try await recorder.append([], tracking: early)
    }
    try expect(try await recorder.lastTracked(of: "Payments"), equals: nil, "A refused record leaves nothing")
    let longest = String(repeating: "x", count: 2_000)
    try await recorder.append([], tracking: TrackingRecord(upstream: longest, from: 0, to: 1))
    try expect(try await recorder.lastTracked(of: longest)?.id, equals: 1, "The longest name of an upstream")
    try await expect("A longer name", throws: InvalidAppend.longName(bytes: 2_001)) {
      try await recorder.append([], tracking: TrackingRecord(upstream: longest + "x", from: 0, to: 1))
    }
    try expect(try await recorder.lastTracked(of: longest + "x"), equals: nil, "A longer name is not there")
    for (upstream, from, to) in [("Orders", 5, 5), ("Orders", 5, 4), ("Orders", -1, 5), ("", 0, 1)] {
      let impossible = TrackingRecord(upstream: upstream, from: from, to: LogPosition(id: to))
      try await expect("From \(from) to \(to)", throws: InvalidAppend.impossibleTracking(impossible)) {
        try await recorder.append([], tracking: impossible)
      }
    }
  }

  func recordsTrackingWithItsItems(_ recorder: any Recorder) async throws {
    let id = Sample.id(1)
    let tracking = TrackingRecord(upstream: "Orders", from: 0, to: 1)
    try await recorder.append(Sample.items(id, 0...0))
    try await expect("A taken position", throws: ConcurrencyError(sequenceID: id, position: 0)) {
      try await recorder.append(Sample.items(id, 0...0), tracking: tracking)
    }
    try expect(try await recorder.lastTracked(of: "Orders"), equals: nil, "No tracking without its items")
    try await recorder.append(Sample.items(id, 1...1), tracking: tracking)
    try await expect("A part dealt with", throws: AlreadyTracked(tracking, found: 1)) {
      try await recorder.append(Sample.items(id, 2...2), tracking: tracking)
    }
    try expect(try await recorder.items(of: id).count, equals: 2, "No items without their tracking")
    try await expect("Tracking is refused before places are", throws: AlreadyTracked(tracking, found: 1)) {
      try await recorder.append(Sample.items(id, 0...0), tracking: tracking)
    }
  }

  /// Workers with overlapping parts of one upstream: the winners' parts join without a gap, and each that lost has left
  /// nothing.
  func letsOneOfOverlappingWorkersWin(_ recorders: [any Recorder]) async throws {
    let (workers, target) = (8, 60)
    let won = try await withThrowingTaskGroup(of: [(TrackingRecord, UUID)].self) { group in
      for worker in 0..<workers {
        group.addTask {
          var generator = SystemRandomNumberGenerator()
          var won: [(TrackingRecord, UUID)] = []
          var from = 0
          while from < target {
            let to = from + Int.random(in: 1...3, using: &generator)
            let record = TrackingRecord(upstream: "Orders", from: from, to: LogPosition(id: to))
            let id = UUID()
            do {
              try await recorders[worker % recorders.count].append(Sample.items(id, 0...0), tracking: record)
              won.append((record, id))
              from = to
            } catch let error as AlreadyTracked {
              try expect(error.found > from, "A worker that lost is told where to go on")
              from = error.found
            }
          }
          return won
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    var reached = 0
    for (record, _) in won.sorted(by: { $0.0.from < $1.0.from }) {
      try expect(record.from, equals: reached, "Each part that won follows on the one before")
      reached = record.to.id
    }
    for recorder in recorders {
      try expect(try await recorder.lastTracked(of: "Orders")?.id, equals: reached, "The record stands at the end")
      let stored = try await recorder.sequenceIDs(after: nil, limit: .max)
      try expect(Set(stored), equals: Set(won.map(\.1)), "Just what the winners recorded is there")
    }
  }

  /// Records of one upstream that come together, each on the one before it, are judged one after the other.
  func judgesTrackingInOrder(_ recorder: any Recorder) async throws {
    for round in 0..<20 {
      let upstream = "Orders \(round)"
      let outcomes = await withTaskGroup(of: (Int, Result<[Int], any Error>).self) { group in
        for number in 0..<6 {
          group.addTask {
            let record = TrackingRecord(upstream: upstream, from: number, to: LogPosition(id: number + 1))
            do {
              return (number, .success(try await recorder.append([], tracking: record)))
            } catch {
              return (number, .failure(error))
            }
          }
        }
        return await group.reduce(into: [Int: Result<[Int], any Error>]()) { $0[$1.0] = $1.1 }
      }
      var reached = 0
      for number in 0..<6 {
        switch outcomes[number] {
        case .success: reached = max(reached, number + 1)
        case .failure(let error):
          try expect(error is AlreadyTracked, "A record out of order is told so, not “\(error)”")
        case nil: throw PromiseBroken("Each append has an outcome")
        }
      }
      try expect(
        try await recorder.lastTracked(of: upstream)?.id ?? 0, equals: reached, "The record is where it was moved")
    }
  }
}
