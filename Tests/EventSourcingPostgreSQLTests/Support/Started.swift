/// Starts a task, and returns when it has come to where it must wait.
///
/// All on the main actor, which takes its jobs in order: the task runs from here until it first waits.
@MainActor func started<Success: Sendable>(
  _ body: @escaping @MainActor @Sendable () async throws -> Success
) async -> Task<Success, any Error> {
  let task = Task { @MainActor in try await body() }
  await Task.yield()
  return task
}
