public import Synchronization

/// Lets appends that wait at the same time share one transaction, and with it one write to the disk.
///
/// While one group is being committed the next one gathers; an append that comes alone is committed alone, at
/// once. Each keeps its own outcome.
///
/// It is public, and can be inlined, so that the compiler makes one for each database: a general one would look up its
/// types at each append.
public final class GroupCommit<Connection, Request: Sendable, Value: Sendable>: Sendable {
  public typealias Outcome = Result<Value, any Error>
  public typealias Work = @Sendable (Connection) -> Void

  /// Has work done with the connection that writes: within the call if that may be and its thread is this one, which has
  /// nothing else to do, else later.
  public typealias Use = @Sendable (_ work: @escaping Work, _ mayBeNow: Bool) -> Void

  @usableFromInline
  struct Waiting: Sendable {
    @usableFromInline let ticket: Int
    @usableFromInline let request: Request
    @usableFromInline let continuation: CheckedContinuation<Value, any Error>

    @inlinable
    init(ticket: Int, request: Request, continuation: CheckedContinuation<Value, any Error>) {
      self.ticket = ticket
      self.request = request
      self.continuation = continuation
    }
  }

  @usableFromInline
  struct State {
    @usableFromInline var waiting = WaitingLine<Waiting>()
    @usableFromInline var newestTicket = 0
    @usableFromInline var isCommitting = false
    @usableFromInline var isClosed = false
    @usableFromInline var closing: [CheckedContinuation<Void, Never>] = []

    @inlinable
    init() {}
  }

  @usableFromInline
  enum Next {
    case refuse, wait, start
  }

  @usableFromInline let state = Mutex(State())
  @usableFromInline let largestGroup: Int
  @usableFromInline let useConnection: Use
  @usableFromInline let commit: @Sendable ([Request], Connection) -> [Outcome]

  /// - Parameters:
  ///   - largestGroup: The most appends that one transaction takes, at least 1.
  ///   - useConnection: Runs work with the connection that writes, on a thread of its own, one after the other. It may
  ///     always be later.
  ///   - commit: Commits a group in one transaction, and returns one outcome for each request, in order.
  @inlinable
  public init(
    largestGroup: Int = 1_000,
    useConnection: @escaping Use,
    commit: @escaping @Sendable ([Request], Connection) -> [Outcome]
  ) {
    self.largestGroup = max(largestGroup, 1)
    self.useConnection = useConnection
    self.commit = commit
  }

  /// Waits for its turn in a group, and returns what became of it.
  ///
  /// - Throws: `CancellationError` if the task is cancelled while the request waits. Once it is being committed
  ///   it is not given up: the outcome is then the true one.
  @inlinable
  public func append(
    _ request: Request, isolation: isolated (any Actor)? = #isolation
  ) async throws -> Value {
    try Task.checkCancellation()
    let ticket = state.withLock { state in
      state.newestTicket += 1
      return state.newestTicket
    }
    return try await withTaskCancellationHandler {
      // A closure stays where its caller runs only if it captures the isolation. Else each append would change
      // threads before it is even in the queue.
      return try await withCheckedThrowingContinuation { continuation in
        // An actor would be held for as long as the commit takes, and all who want something of it.
        enqueue(
          Waiting(ticket: ticket, request: request, continuation: continuation), mayCommitNow: isolation == nil)
        // The handler may have run before there was anything to take back.
        if Task.isCancelled { takeBack(ticket) }
      }
    } onCancel: {
      takeBack(ticket)
    }
  }

  /// Refuses new appends from now on, and returns when those that wait have been committed.
  @inlinable
  public func close() async {
    await withCheckedContinuation { continuation in
      let isIdle = state.withLock { state in
        state.isClosed = true
        if state.isCommitting { state.closing.append(continuation) }
        return !state.isCommitting
      }
      if isIdle { continuation.resume() }
    }
  }

  /// Throws `RecorderError.closed` after `close()`.
  @inlinable
  public func checkOpen() throws {
    if state.withLock({ $0.isClosed }) { throw RecorderError.closed }
  }

  @inlinable
  func enqueue(_ new: Waiting, mayCommitNow: Bool) {
    let next: Next = state.withLock { state in
      guard !state.isClosed else { return .refuse }
      state.waiting.append(new, ticket: new.ticket)
      guard !state.isCommitting else { return .wait }
      state.isCommitting = true
      return .start
    }
    switch next {
    case .refuse: new.continuation.resume(throwing: RecorderError.closed)
    case .wait: break
    case .start: useConnection({ self.commitNextGroup(on: $0) }, mayCommitNow)
    }
  }

  @inlinable
  func takeBack(_ ticket: Int) {
    let cancelled = state.withLock { $0.waiting.remove(ticket) }
    cancelled?.continuation.resume(throwing: CancellationError())
  }

  /// Commits one group, then lets others use the thread before the next one.
  @inlinable
  func commitNextGroup(on connection: Connection) {
    let group = state.withLock { $0.waiting.removeFirst(largestGroup) }
    if !group.isEmpty {
      let outcomes = commit(group.map { $0.request }, connection)
      precondition(outcomes.count == group.count, "each request of a group has one outcome")
      for (waiting, outcome) in zip(group, outcomes) {
        waiting.continuation.resume(with: outcome)
      }
    }
    let (isDone, closing) = state.withLock { state in
      guard state.waiting.isEmpty else { return (false, [CheckedContinuation<Void, Never>]()) }
      state.isCommitting = false
      defer { state.closing = [] }
      return (true, state.closing)
    }
    closing.forEach { $0.resume() }
    if !isDone { useConnection({ self.commitNextGroup(on: $0) }, false) }
  }
}
