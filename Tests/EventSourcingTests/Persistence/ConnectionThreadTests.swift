import EventSourcing
import Foundation
import Synchronization
import Testing

@Suite("The thread of a connection", .timeLimit(.minutes(1)))
struct ConnectionThreadTests {
  private let thread = ConnectionThread(name: "connection")

  @Test func `has its name`() async {
    let thread = ConnectionThread(name: "SQLite writer")
    let name = await withCheckedContinuation { continuation in
      thread.use { continuation.resume(returning: Thread.current.name) }
    }
    #expect(name == "SQLite writer")
  }

  @Test func `runs tasks and what uses the connection there, one after the other`() async {
    let running = Mutex(0)
    let threads = Mutex<Set<ObjectIdentifier>>([])
    let run: @Sendable () -> Void = {
      let others = running.withLock { running in
        defer { running += 1 }
        return running
      }
      #expect(others == 0)
      threads.withLock { _ = $0.insert(currentThread()) }
      running.withLock { $0 -= 1 }
    }
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<64 {
        group.addTask(executorPreference: thread) {
          run()
          await Task.yield()
          run()
        }
        group.addTask { await use { run() } }
      }
    }
    #expect(threads.withLock { $0.count } == 1)
  }

  @Test func `lets a task that runs there use the connection at once`() async {
    #expect(await order { thread, note in thread.use(mayBeNow: true) { note("used") } } == ["used", "after"])
  }

  @Test func `has the connection used later where that is to be`() async {
    #expect(await order { thread, note in thread.use { note("used") } } == ["after", "used"])
  }

  @Test func `lets nobody use the connection before those who came first`() async {
    let order = await order { thread, note in
      thread.use { note("first") }
      thread.use(mayBeNow: true) { note("second") }
    }
    #expect(order == ["after", "first", "second"])
  }

  /// The thread takes all that waits with it, and looks for more when it is done with that.
  @Test func `lets nobody use the connection before those whom the thread has taken with it`() async {
    let order = Mutex<[String]>([])
    let gate = DispatchSemaphore(value: 0)
    thread.use { gate.wait() }
    thread.use {}
    let task = Task(executorPreference: thread) {
      thread.use(mayBeNow: true) { order.withLock { $0.append("second") } }
    }
    thread.use { order.withLock { $0.append("first") } }
    gate.signal()
    await task.value
    await use {}
    #expect(order.withLock { $0 } == ["first", "second"])
  }

  @Test func `is used at once by no other thread`() async {
    let user = Mutex<ObjectIdentifier?>(nil)
    thread.use(mayBeNow: true) { user.withLock { $0 = currentThread() } }
    await use { user.withLock { user in #expect(user == currentThread()) } }
  }

  @Test func `is woken for each that comes while it sleeps or is about to`() async {
    await onThreads(1) { [thread] in useAndWait(thread, times: 5_000) }
    await onThreads(64) { [thread] in useAndWait(thread, times: 200) }
  }

  @Test func `runs tasks to their end when nobody else has it any more`() async throws {
    let task = Task(executorPreference: ConnectionThread(name: "left")) {
      let first = currentThread()
      try await Task.sleep(for: .milliseconds(20))
      return first == currentThread()
    }
    #expect(try await task.value)
  }

  @Test func `wakes a task that is cancelled`() async {
    let task = Task(executorPreference: thread) { try await Task.sleep(for: .seconds(3_600)) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func `ends when nobody has it any more`() async {
    let (ended, end) = AsyncStream.makeStream(of: Void.self)
    let thread = Mutex<ConnectionThread?>(ConnectionThread(name: "left"))
    let work: @Sendable () -> Void = { Thread.current.threadDictionary["end"] = Ending(end) }
    thread.withLock { $0?.use(work) }
    thread.withLock { $0 = nil }
    for await _ in ended {}
  }

  @Test func `ends when what runs there lets go of it last`() async {
    let (ended, end) = AsyncStream.makeStream(of: Void.self)
    let thread = Mutex<ConnectionThread?>(ConnectionThread(name: "left"))
    let work: @Sendable () -> Void = {
      Thread.current.threadDictionary["end"] = Ending(end)
      thread.withLock { $0 = nil }
    }
    thread.withLock { $0 }?.use(work)
    for await _ in ended {}
  }

  /// Ends a stream when the thread that has it is gone.
  private final class Ending {
    private let end: AsyncStream<Void>.Continuation

    init(_ end: AsyncStream<Void>.Continuation) {
      self.end = end
    }

    deinit {
      end.finish()
    }
  }

  /// What happens in which order, if a task on the thread does something.
  private func order(
    _ body: @escaping @Sendable (ConnectionThread, _ note: @escaping @Sendable (String) -> Void) -> Void
  ) async -> [String] {
    let order = Mutex<[String]>([])
    let note: @Sendable (String) -> Void = { what in order.withLock { $0.append(what) } }
    await Task(executorPreference: thread) {
      body(thread, note)
      note("after")
    }.value
    await use {}
    return order.withLock { $0 }
  }

  /// Returns when the work is done.
  private func use(_ work: @escaping @Sendable () -> Void) async {
    await withCheckedContinuation { continuation in
      thread.use {
        work()
        continuation.resume()
      }
    }
  }
}

private func currentThread() -> ObjectIdentifier {
  ObjectIdentifier(Thread.current)
}

/// Uses a connection so often, each time when it was used.
private func useAndWait(_ thread: ConnectionThread, times: Int) {
  let used = DispatchSemaphore(value: 0)
  for _ in 0..<times {
    thread.use { used.signal() }
    used.wait()
  }
}

/// Runs something on so many threads of its own at once: in tasks it would wait for those of other tests, too.
private func onThreads(_ count: Int, _ body: @escaping @Sendable () -> Void) async {
  await withCheckedContinuation { continuation in
    let running = DispatchGroup()
    for _ in 0..<count {
      running.enter()
      Thread {
        body()
        running.leave()
      }.start()
    }
    running.notify(queue: .global()) { continuation.resume() }
  }
}
