private import Synchronization

/// Sees whether something was stored, or may have been, while a task did something.
final class StoringWitness: Sendable {
  @TaskLocal static var current: StoringWitness?

  private let hasSeen = Atomic(false)

  /// Who looked before this one, and sees it, too.
  private let outer = StoringWitness.current

  var hasSeenStoring: Bool { hasSeen.load(ordering: .relaxed) }

  /// Does what stores something, and has the task's witness see it.
  static func seeing<Value>(_ storing: () async throws -> Value) async throws -> Value {
    do {
      let value = try await storing()
      current?.see()
      return value
    } catch let error as RecorderError where error.code == .unknownOutcome {
      current?.see()
      throw error
    }
  }

  private func see() {
    hasSeen.store(true, ordering: .relaxed)
    outer?.see()
  }
}
