import EventSourcing
import Foundation

extension RecorderPromise {
  /// The rounds run a few at a time, so that races also meet each other in one group of appends.
  func hasOneWinnerInARace(_ recorders: [any Recorder]) async throws {
    let (rounds, abreast) = (1_000, 16)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for round in 0..<rounds {
        if round >= abreast { try await group.next() }
        group.addTask { try await race(round, recorders) }
      }
      try await group.waitForAll()
    }
  }

  /// Eight race for the first position of a new sequence.
  private func race(_ round: Int, _ recorders: [any Recorder]) async throws {
    let id = UUID()
    let entries = (0..<8).map { Sample.item(id, 0, data: #"{"racer":\#($0)}"#) }
    var winners: [SequencedItem] = []
    try await withThrowingTaskGroup(of: SequencedItem?.self) { group in
      for (racer, entry) in entries.enumerated() {
        group.addTask {
          do {
            try await recorders[racer % recorders.count].append([entry])
            return entry
          } catch let error as ConcurrencyError where error == ConcurrencyError(sequenceID: id, position: 0) {
            return nil
          } catch {
            throw PromiseBroken("Round \(round): a loser gets a ConcurrencyError of position 0, not “\(error)”")
          }
        }
      }
      for try await case let winner? in group { winners.append(winner) }
    }
    try expect(winners.count, equals: 1, "Round \(round): the number of winners")
    for recorder in recorders {
      try expect(try await recorder.items(of: id), equals: winners, "Round \(round): the winner's item is there")
    }
  }

  /// Appends that are made at the same time, some to fail and some not: each gets what it would get alone.
  func keepsOutcomesApart(_ recorder: any Recorder) async throws {
    let taken = Sample.id(1)
    try await recorder.append(Sample.items(taken, 0...0))
    let tracking = TrackingRecord(upstream: "Orders", from: 0, to: 7)
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
            try await expect("A part dealt with", throws: AlreadyTracked(tracking, found: 7)) {
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
