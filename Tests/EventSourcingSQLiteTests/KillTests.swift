import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import ProcessSupport
import Testing
import append_worker

@Suite("A killed process", .timeLimit(.minutes(1)))
struct KillTests {
  @Test func `loses nothing that was acknowledged and leaves nothing half done`() async throws {
    var random = SeededGenerator(seed: 20_251)
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      for _ in 0..<20 {
        let acknowledged = try await killed(after: .random(in: 1...60, using: &random), writingTo: file)
        let recorder = try await SQLiteRecorder(.file(file))
        let stored = try await wholeBatches(in: recorder)
        #expect(stored.isSuperset(of: acknowledged))
        let next = try await Batch.next(of: 0, in: recorder)
        try await recorder.append(next.items)
        #expect(try await wholeBatches(in: recorder) == stored.union([next]))
        try await recorder.close()
      }
    }
  }

  /// Kills a child that appends when so many batches were acknowledged, at whatever it is doing then.
  private func killed(after count: Int, writingTo file: String) async throws -> Set<Batch> {
    try await withChild("append-worker", ["append", file]) { child in
      var acknowledged: Set<Batch> = []
      while acknowledged.count < count {
        try acknowledged.insert(#require(await child.nextLine().flatMap(Batch.init(line:))))
      }
      child.kill()
      while let line = await child.nextLine() {
        try acknowledged.insert(#require(Batch(line: line)))
      }
      #expect(await child.ended() == .signalled(SIGKILL))
      return acknowledged
    }
  }

  /// All batches in the order in which they were recorded, having checked that all five items of each are there.
  private func wholeBatches(in recorder: SQLiteRecorder) async throws -> Set<Batch> {
    var next = (0..<Batch.writers).map { Batch(writer: $0, number: 0) }
    var stored: Set<Batch> = []
    var items = try await recorder.notifications(after: 0, limit: .max).map(\.item)[...]
    while !items.isEmpty {
      let batch = try #require(next.first { items.starts(with: $0.items) }, "The next five items are no batch")
      stored.insert(batch)
      next[batch.writer] = batch.next
      items = items.dropFirst(batch.items.count)
    }
    return stored
  }
}
