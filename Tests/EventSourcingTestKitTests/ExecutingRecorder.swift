import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingSQLite

/// A recorder whose connection that writes has a thread on which tasks may run.
protocol ExecutingRecorder: Recorder {
  var executor: any TaskExecutor { get }

  /// Does something on that thread, in the transaction of an append.
  func append(_ items: [SequencedItem], doing work: @escaping @Sendable () -> Void) async throws -> [Int]
}

extension SQLiteRecorder: ExecutingRecorder {
  func append(_ items: [SequencedItem], doing work: @escaping @Sendable () -> Void) async throws -> [Int] {
    try await append(AppendRequest(items)) { _ in work() }
  }
}

extension PostgreSQLRecorder: ExecutingRecorder {
  func append(_ items: [SequencedItem], doing work: @escaping @Sendable () -> Void) async throws -> [Int] {
    try await append(AppendRequest(items)) { _ in work() }
  }
}
