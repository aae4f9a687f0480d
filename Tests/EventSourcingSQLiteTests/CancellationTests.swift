import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import ProcessSupport
import Testing

@Suite("An append whose task is cancelled", .timeLimit(.minutes(5)))
struct CancellationTests {
  @Test @MainActor func `is given up while it waits for another that waits for the lock`() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/items.sqlite"
      let recorder = try await SQLiteRecorder(.file(file), options: SQLiteOptions(busyTimeout: 60))
      let (ids, begun) = ((0..<3).map { _ in UUID() }, try await recorder.transactionsBegun())
      try await withChild("sqlite-worker", ["hold", file]) { child in
        #expect(await child.nextLine() == "held")
        let committing = await started { try await recorder.append(items(ids[0], 0...1)) }
        await begun.next()
        let cancelled = await started { try await recorder.append(items(ids[1], 0...1)) }
        let waiting = await started { try await recorder.append(items(ids[2], 0...1)) }
        cancelled.cancel()
        committing.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        child.closeInput()
        // It was being committed already: what it says is what became of it.
        let outcomes = (try await committing.value, try await waiting.value)
        #expect(outcomes == ([1, 2], [3, 4]))
      }
      let stored = try await recorder.notifications(after: 0, limit: 100).map(\.item)
      #expect(stored == items(ids[0], 0...1) + items(ids[2], 0...1))
      try await recorder.close()
    }
  }

  @Test @MainActor func `leaves its place to others`() async throws {
    let recorder = try await SQLiteRecorder(.memory)
    let busy = await BusyWriter(of: recorder)
    let id = UUID()
    let cancelled = await started { try await recorder.append(items(id, 0...1)) }
    let next = await started { try await recorder.append([item(id, 0, topic: "Next")]) }
    cancelled.cancel()
    await #expect(throws: CancellationError.self) { try await cancelled.value }
    try await busy.free()
    #expect(try await next.value == [1])
    #expect(try await recorder.items(of: id) == [item(id, 0, topic: "Next")])
    try await recorder.close()
  }
}
