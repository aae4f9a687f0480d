import EventSourcing
import Foundation

extension RecorderPromise {
  func hasOneWinnerInARace(_ recorder: any Recorder) async throws {
    for round in 0..<100 {
      let id = UUID()
      let outcomes = await withTaskGroup(of: Result<[Int], any Error>.self) { group in
        for racer in 0..<8 {
          group.addTask {
            await Result { try await recorder.append([Sample.item(id, 0, data: #"{"racer":\#(racer)}"#)]) }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      let winners = outcomes.filter { (try? $0.get()) != nil }.count
      try expect(winners, equals: 1, "Round \(round): one winner")
      for case .failure(let error) in outcomes {
        let taken = ConcurrencyError(sequenceID: id, position: 0)
        try expect(error as? ConcurrencyError == taken, "Round \(round): a loser gets “\(taken)”, not “\(error)”")
      }
      try expect(try await recorder.items(of: id).count, equals: 1, "Round \(round): one item")
    }
  }

  /// Tasks that read, decide and append, again after each conflict: the sum is what was acknowledged.
  func losesNoUpdate(_ recorder: any Recorder) async throws {
    let ids = (1...4).map { Sample.id($0) }
    let (tasks, updates) = (32, 4)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<tasks {
        group.addTask {
          for update in 0..<updates {
            let id = ids[(task + update) % ids.count]
            try await retryingOnConcurrencyError(attempts: 1_000, wait: .microseconds(100)) {
              let last = try await recorder.items(of: id, where: PositionQuery(limit: 1, order: .backwards)).first
              let next = last.map { $0.position + 1 } ?? 0
              try await recorder.append([Sample.item(id, next, data: #"{"count":\#(next + 1)}"#)])
            }
          }
        }
      }
      try await group.waitForAll()
    }
    var sum = 0
    for id in ids {
      let items = try await recorder.items(of: id)
      try expect(items.map(\.position), equals: Array(items.indices), "The positions have no gap")
      let counts = items.map { String(decoding: $0.data, as: UTF8.self) }
      try expect(counts, equals: items.indices.map { #"{"count":\#($0 + 1)}"# }, "Each update saw the one before")
      sum += items.count
    }
    try expect(sum, equals: tasks * updates, "Each acknowledged update is there")
  }

  /// Appends that are made at the same time, some to fail and some not: each gets what it would get alone.
  func keepsOutcomesApart(_ recorder: any Recorder) async throws {
    let taken = Sample.id(1)
    try await recorder.append(Sample.items(taken, 0...0))
    let tracking = TrackingRecord(upstream: "Orders", notificationID: 7)
    try await recorder.append([], tracking: tracking)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<60 {
        group.addTask {
          let id = UUID()
          let good = Sample.items(id, 0...2)
          switch number % 4 {
          case 0:
            try await expect("A conflict", throws: ConcurrencyError(sequenceID: taken, position: 0)) {
              try await recorder.append(good + Sample.items(taken, 0...0))
            }
          case 1:
            try await expect("A gap", throws: InvalidAppend.gap(sequenceID: taken, expected: 1, found: 9)) {
              try await recorder.append(good + Sample.items(taken, [9]))
            }
          case 2:
            try await expect("A notification dealt with", throws: AlreadyTracked(tracking)) {
              try await recorder.append(good, tracking: tracking)
            }
          default:
            try await recorder.append(good)
          }
          let stored = try await recorder.items(of: id).count
          try expect(stored, equals: number % 4 == 3 ? 3 : 0, "Only the append that succeeded is there")
        }
      }
      try await group.waitForAll()
    }
  }
}

extension Result where Failure == any Error {
  init(_ body: () async throws -> Success) async {
    do {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}
