/// Does each change in a task that was cancelled before.
///
/// - Throws: `PromiseBroken` unless each is refused for that.
func expectCancellation(of changes: [(name: String, change: @Sendable () async throws -> Void)]) async throws {
  for (name, change) in changes {
    let cancelled = Task {
      while !Task.isCancelled { await Task.yield() }
      try await change()
    }
    cancelled.cancel()
    guard case .failure(let error) = await cancelled.result, error is CancellationError else {
      throw PromiseBroken("\(name): a task that was cancelled before is told so, and changes nothing")
    }
  }
}
