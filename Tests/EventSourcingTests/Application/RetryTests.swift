import EventSourcing
import Foundation
import Testing

@Suite("Retrying on a concurrency error", .ownEventBus)
struct RetryTests {
  let id = IDGenerator.counting().next()

  private func conflict(_ position: Int) -> ConcurrencyError {
    ConcurrencyError(sequenceID: id, position: position)
  }

  @Test func `tries once where nothing is in the way`() async throws {
    var tries = 0
    let result = try await retryingOnConcurrencyError {
      tries += 1
      return "done"
    }
    #expect(result == "done" && tries == 1)
  }

  @Test func `tries again until it succeeds`() async throws {
    var tries = 0
    let result = try await retryingOnConcurrencyError(wait: .zero) {
      tries += 1
      if tries < 4 { throw conflict(tries) }
      return tries
    }
    #expect(result == 4)
  }

  @Test func `tries for as long as it was told, and gives up with the last error`() async {
    var tries = 0
    let error = await #expect(throws: ConcurrencyError.self) {
      try await retryingOnConcurrencyError(atMost: .milliseconds(30), wait: .milliseconds(1)) {
        tries += 1
        throw conflict(tries)
      }
    }
    #expect(tries > 1 && error == conflict(tries))
  }

  @Test func `tries no fourth time where reading again does not help`() async throws {
    let store = EventStore(of: Account.Event.self, in: InMemoryRecorder())
    let policy = try PersistencePolicy(eventStore: store)
    defer { policy.close() }
    var account = try await Account.open(id: id)
    try await account.close()
    var tries = 0
    let error = await #expect(throws: ConcurrencyError.self) {
      try await retryingOnConcurrencyError {
        tries += 1
        _ = try await Account.open(id: id)
      }
    }
    #expect(error == conflict(0) && tries == 3)
  }

  @Test func `tries no fourth time where nobody reads again`() async throws {
    let store = EventStore(of: Account.Event.self, in: InMemoryRecorder())
    try await store.append(Account.history(id, deposits: [1, 2]))
    let old = Account.history(id, deposits: [5])[1]
    var tries = 0
    await #expect(throws: conflict(1)) {
      try await retryingOnConcurrencyError {
        tries += 1
        try await store.append(old)
      }
    }
    #expect(tries == 3)
  }

  @Test(arguments: [(3, 3), (1, 1), (0, 1), (-5, 1), (Int.min, 1)])
  func `tries as often as told, and at least once`(attempts: Int, expected: Int) async {
    var tries = 0
    await #expect(throws: ConcurrencyError.self) {
      try await retryingOnConcurrencyError(attempts: attempts, wait: .zero) {
        tries += 1
        throw conflict(tries)
      }
    }
    #expect(tries == expected)
  }

  @Test func `passes on any other error at once`() async {
    var tries = 0
    await #expect(throws: Refusal()) {
      try await retryingOnConcurrencyError(wait: .zero) {
        tries += 1
        throw Refusal()
      }
    }
    #expect(tries == 1)
  }

  @Test func `ends when its task is cancelled while it waits`() async {
    let (attempts, attempt) = AsyncStream.makeStream(of: Void.self)
    let task = Task { [conflict = conflict(0)] in
      try await retryingOnConcurrencyError(attempts: .max, wait: .seconds(3_600)) {
        attempt.yield()
        throw conflict
      }
    }
    for await _ in attempts { break }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func `loses no update of forty tasks that change one account, by default`() async throws {
    let store = EventStore(of: Account.Event.self, in: InMemoryRecorder())
    let policy = try PersistencePolicy(eventStore: store)
    defer { policy.close() }
    let repository = Repository<Account>(eventStore: store)
    _ = try await Account.open(id: id)
    try await withThrowingTaskGroup(of: Void.self) { [id] group in
      for amount in 1...40 {
        group.addTask {
          try await retryingOnConcurrencyError {
            var account = try await repository[id]
            await Task.yield()
            try await account.deposit(amount)
          }
        }
      }
      try await group.waitForAll()
    }
    let account = try await repository[id]
    #expect(account.balance == (1...40).reduce(0, +))
    #expect(account.version == 41)
  }
}
