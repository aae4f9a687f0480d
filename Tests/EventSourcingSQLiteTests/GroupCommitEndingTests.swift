import EventSourcing
import EventSourcingTestKit
import Foundation
import Synchronization
import Testing

@Suite("A group commit, cancelled or closed", .timeLimit(.minutes(5)))
@MainActor
struct GroupCommitEndingTests {
  private let database = GatedDatabase()

  @Test func `leaves out an append cancelled while it waits`() async throws {
    let first = await database.append("a")
    #expect(await database.nextGroup() == ["a"])
    let cancelled = await database.append("b")
    let other = await database.append("c")
    cancelled.cancel()
    await #expect(throws: CancellationError.self) { try await cancelled.value }
    database.finish(.success([1]))
    #expect(try await first.value == [1])
    #expect(await database.nextGroup() == ["c"])
    database.finish(.success([2]))
    #expect(try await other.value == [2])
  }

  @Test func `tells the true outcome of an append cancelled while it is committed`() async throws {
    let append = await database.append("a")
    #expect(await database.nextGroup() == ["a"])
    append.cancel()
    database.finish(.success([1]))
    #expect(try await append.value == [1])
  }

  @Test func `does not take an append of a task that is cancelled already`() async throws {
    let groups = GroupCommit<Void, AppendRequest, [Int]>(
      useConnection: { work, _ in work(()) },
      commit: { requests, _ in
        Issue.record("\(requests.count) requests were committed")
        return requests.map { _ in .success([]) }
      })
    let append = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await groups.append(AppendRequest([item(UUID(), 0)]))
    }
    await #expect(throws: CancellationError.self) { try await append.value }
  }

  @Test func `commits nothing when all were cancelled before it began`() async throws {
    let work = Mutex<[GroupCommit<Void, AppendRequest, [Int]>.Work]>([])
    let groups = GroupCommit<Void, AppendRequest, [Int]>(
      useConnection: { new, _ in work.withLock { $0.append(new) } },
      commit: { requests, _ in
        Issue.record("\(requests.count) requests were committed")
        return requests.map { _ in .success([]) }
      })
    let append = await started { try await groups.append(AppendRequest([item(UUID(), 0)])) }
    append.cancel()
    await #expect(throws: CancellationError.self) { try await append.value }
    for work in work.withLock({ $0 }) { work(()) }
    await groups.close()
  }

  @Test func `takes an append back that is cancelled at the moment it is handed over`() async throws {
    let current = Mutex<Task<[Int], any Error>?>(nil)
    let work = Mutex<[GroupCommit<Void, AppendRequest, [Int]>.Work]>([])
    let groups = GroupCommit<Void, AppendRequest, [Int]>(
      useConnection: { new, _ in
        current.withLock { $0?.cancel() }
        work.withLock { $0.append(new) }
      },
      commit: { requests, _ in requests.map { _ in .success([1]) } })
    let append = Task { try await groups.append(AppendRequest([item(UUID(), 0)])) }
    current.withLock { $0 = append }
    await #expect(throws: CancellationError.self) { try await append.value }
    for work in work.withLock({ $0 }) { work(()) }
    await groups.close()
  }

  @Test func `closes when what waits is committed, and takes nothing more`() async throws {
    let first = await database.append("a")
    #expect(await database.nextGroup() == ["a"])
    let second = await database.append("b")
    let closings = [await closing(), await closing()]
    #expect(throws: RecorderError.closed) { try database.groups.checkOpen() }
    let late = await database.append("c")
    await #expect(throws: RecorderError.closed) { try await late.value }
    database.finish(.success([1]))
    #expect(await database.nextGroup() == ["b"])
    database.finish(.success([2]))
    #expect(try await first.value == [1])
    #expect(try await second.value == [2])
    // What waited was committed before: each closing is the end of it.
    for closing in closings { #expect(try await closing.value == ["a", "b"]) }
  }

  @Test func `closes at once when nothing waits, and more than once`() async throws {
    try database.groups.checkOpen()
    await database.groups.close()
    await database.groups.close()
    #expect(throws: RecorderError.closed) { try database.groups.checkOpen() }
  }

  /// Starts to close, and gives what was committed by the time it is closed.
  private func closing() async -> Task<[String], any Error> {
    await started {
      await database.groups.close()
      return database.committed
    }
  }
}
