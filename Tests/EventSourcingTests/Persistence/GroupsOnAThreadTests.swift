import Dispatch
import EventSourcing
import Synchronization
import Testing

@Suite("A group commit on the thread of a connection", .timeLimit(.minutes(1)))
struct GroupsOnAThreadTests {
  @Test @MainActor func `lets an append made there share its transaction with those that wait`() async throws {
    let thread = ConnectionThread(name: "connection")
    let committed = Mutex<[[Int]]>([])
    let gate = DispatchSemaphore(value: 0)
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let groups = GroupCommit<Void, Int, Int>(
      useConnection: { work, mayBeNow in thread.use(mayBeNow: mayBeNow) { work(()) } },
      commit: { requests, _ in
        committed.withLock { $0.append(requests) }
        if requests == [1] {
          begin.finish()
          gate.wait()
        }
        return requests.map { .success($0) }
      })
    let there = Task(executorPreference: thread) {
      _ = try await groups.append(1)
      return try await groups.append(2)
    }
    for await _ in begun {}
    var others: [Task<Int, any Error>] = []
    for number in 3...5 {
      // It runs from here until it waits.
      others.append(Task { @MainActor in try await groups.append(number) })
      await Task.yield()
    }
    gate.signal()
    #expect(try await there.value == 2)
    for (index, other) in others.enumerated() { #expect(try await other.value == index + 3) }
    #expect(committed.withLock { $0 } == [[1], [3, 4, 5, 2]])
  }
}
