import EventSourcing
import Foundation
import ProcessSupport
import Testing
import WorkerSupport

@Suite("A killed process", .timeLimit(.minutes(Soak.isOn ? 60 : 5)))
struct KillTests {
  /// Two children at a time, each with writers of its own.
  private static let children = [[0, 1, 2, 3], [4, 5, 6, 7]]

  @Test(arguments: SharedBackend.allCases)
  func `loses nothing that was acknowledged and leaves nothing half done`(_ backend: SharedBackend) async throws {
    let rounds = Soak.amount(50, soak: 100)
    try await Soak.timed("\(backend): processes killed in \(rounds) rounds") {
      try await backend.withDatabase { own, children in
        try await kill(rounds, own, children)
      }
    }
  }

  private func kill(_ rounds: Int, _ own: SharedDatabase, _ children: SharedDatabase) async throws {
    var random = SeededGenerator(seed: 20_251)
    var stored = Self.children.flatMap(\.self).map { _ in 0 }
    for _ in 0..<rounds {
      let moments = Self.children.map { _ in Duration.microseconds(Int.random(in: 0...30_000, using: &random)) }
      let acknowledged = try await withThrowingTaskGroup(of: [Batch].self) { group in
        for (writers, moment) in zip(Self.children, moments) {
          group.addTask { try await killed(moment, writers, in: children) }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      let recorder = try await own.recorder()
      for batch in acknowledged {
        let next = try await Batch.next(of: batch.writer, in: recorder)
        #expect(batch.number < next.number, "an acknowledged batch is there, and at once")
      }
      try await own.hasSettled()
      for writer in stored.indices {
        stored[writer] = try await wholeBatches(of: writer, from: stored[writer], in: recorder)
        // The store goes on working.
        try await recorder.append(Batch(writer: writer, number: stored[writer]).items)
      }
      try await recorder.close()
    }
    try await expectAll(stored.map { $0 + 1 }, in: own)
  }

  /// Kills a child some time after it has had its first acknowledgement, at whatever it is doing then.
  ///
  /// - Returns: The batches that it said were acknowledged.
  private func killed(_ moment: Duration, _ writers: [Int], in database: SharedDatabase) async throws -> [Batch] {
    try await withChild(database.worker, ["append"] + writers.map(String.init) + database.arguments) { child in
      var acknowledged = [try #require(await child.nextLine().flatMap(Batch.init(line:)))]
      try await Task.sleep(for: moment)
      child.kill()
      while let line = await child.nextLine() {
        acknowledged.append(try #require(Batch(line: line)))
      }
      #expect(await child.ended() == .signalled(SIGKILL))
      return acknowledged
    }
  }

  /// Checks that all five items of each batch are there, from a number on, and nothing else.
  ///
  /// - Returns: How many batches the writer has stored in all.
  private func wholeBatches(of writer: Int, from number: Int, in recorder: any Recorder) async throws -> Int {
    let next = try await Batch.next(of: writer, in: recorder).number
    let batches = (number..<max(next, number)).map { Batch(writer: writer, number: $0) }
    for id in Batch.sequenceIDs(of: writer) {
      let items = batches.flatMap(\.items).filter { $0.sequenceID == id }
      let from = Batch(writer: writer, number: number).items.first { $0.sequenceID == id }?.position
      #expect(try await recorder.items(of: id, where: PositionQuery(atLeast: from)) == items)
    }
    return next
  }

  /// Checks that the notification sequence has so many batches of each writer, in their order, and nothing else.
  private func expectAll(_ counts: [Int], in database: SharedDatabase) async throws {
    let recorder = try await database.recorder()
    let items = try await recorder.notifications(after: 0, limit: .max).map(\.item)
    #expect(items.count == counts.reduce(0) { $0 + $1 * 5 })
    let sequences = Dictionary(grouping: items) { $0.sequenceID.uuid.0 }
    for (writer, count) in counts.enumerated() {
      let batches = (0..<count).flatMap { Batch(writer: writer, number: $0).items }
      #expect(sequences[UInt8(writer)] == batches)
    }
    try await recorder.close()
  }
}
