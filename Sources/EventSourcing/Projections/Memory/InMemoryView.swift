private import Synchronization

/// A view in memory, as a value: quick, for tests and for what may be made anew whenever the program starts.
///
///     let view = try InMemoryView("sales", [String: Int]())
///     let sum = view.read { $0["2026-11-29"] }
///
/// Each change is made to a copy of the value, which takes its place when all has gone well.
public final class InMemoryView<State: Sendable>: View {
  public typealias Content = State

  public let name: String

  private let initial: State
  private let storage = Mutex(InMemoryGenerations<State>())

  /// Makes a view of which nothing is projected yet.
  ///
  /// - Parameters:
  ///   - name: That of the projection.
  ///   - initial: What it is before the first event.
  /// - Throws: `InvalidProjection.name`.
  public init(_ name: String, _ initial: State) throws(InvalidProjection) {
    try InvalidProjection.check(name: name)
    self.name = name
    self.initial = initial
  }

  /// Reads the view as the last change has left it: that of the current generation, or what it is before the first
  /// event if there is none.
  public func read<Value>(_ body: (State) throws -> Value) rethrows -> Value {
    // Outside the lock, so that the body may take its time.
    let state = storage.withLock { storage in storage.current.map { storage.generations[$0]?.content ?? initial } }
    return try body(state ?? initial)
  }

  public func generations() -> [ViewGeneration] {
    storage.withLock { storage in
      storage.generations.map { number, generation in generation.description(number) }.sorted { $0.number < $1.number }
    }
  }

  public func begin(
    version: Int, isCurrent: Bool, prepare: @escaping @Sendable (inout State) throws -> Void
  ) throws -> ViewGeneration? {
    var content = initial
    try prepare(&content)
    let prepared = content
    return storage.withLock { storage in
      guard !isCurrent || storage.current == nil else { return nil }
      storage.newestNumber += 1
      let new = InMemoryGeneration(version: version, state: isCurrent ? .current : .building, content: prepared)
      storage.generations[storage.newestNumber] = new
      return new.description(storage.newestNumber)
    }
  }

  public func position(of upstream: String, in generation: Int) -> LogPosition? {
    storage.withLock { storage in
      storage.positions(in: generation)?[ExactText(upstream)]
    }
  }

  public func change(_ change: ViewChange<State>) throws {
    let name = name
    try storage.withLock { storage in
      guard change.generation != ViewGeneration.effects else {
        let upstream = ExactText(change.upstream)
        if let position = try change.newPosition(after: storage.positionsOfEffects[upstream]) {
          storage.positionsOfEffects[upstream] = position
        }
        return
      }
      guard let generation = storage.generations[change.generation], generation.state == change.state else {
        throw GenerationReplaced(projection: name, generation: change.generation)
      }
      storage.generations[change.generation] = try generation.changed(by: change)
    }
  }

  public func makeCurrent(_ number: Int) throws -> Bool {
    let name = name
    return try storage.withLock { storage in
      guard storage.generations[number]?.state == .building else {
        throw GenerationReplaced(projection: name, generation: number)
      }
      if let current = storage.current {
        guard storage.generations[number]?.isBehind(storage.generations[current]) == false else { return false }
        storage.generations[current]?.state = .replaced
      }
      storage.generations[number]?.state = .current
      return true
    }
  }

  public func remove(_ generation: ViewGeneration) {
    storage.withLock { storage in
      guard storage.current != generation.number else { return }
      storage.generations[generation.number] = nil
    }
  }

  public func parked(in generation: Int) -> [ParkedNotification] {
    storage.withLock { storage in storage.generations[generation]?.parked ?? [] }
  }

  public func lock(_ purpose: ViewLockPurpose) -> (any ViewLock)? {
    storage.withLock { $0.locked.insert(purpose).inserted } ? InMemoryViewLock(view: self, purpose: purpose) : nil
  }

  fileprivate func unlock(_ purpose: ViewLockPurpose) {
    storage.withLock { _ = $0.locked.remove(purpose) }
  }
}

private struct InMemoryViewLock<State: Sendable>: ViewLock {
  let view: InMemoryView<State>
  let purpose: ViewLockPurpose

  func release() { view.unlock(purpose) }
}
