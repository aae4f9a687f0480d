import EventSourcing
import Foundation

/// A table in memory that takes its time to store.
struct SlowTable: ForwardingRecorder, MaintenanceRecorder {
  let memory = InMemoryRecorder()
  var inner: any Recorder { memory }
  var delay = Duration.milliseconds(200)

  func append(_ request: AppendRequest) async throws -> [Int] {
    try await Task.sleep(for: delay)
    return try await memory.append(request)
  }

  func deleteItems(of sequenceID: UUID) async throws -> Int { try await memory.deleteItems(of: sequenceID) }
  func deleteItem(of sequenceID: UUID, at position: Int) async throws -> Bool {
    try await memory.deleteItem(of: sequenceID, at: position)
  }
  func rewrite(_ rewrites: [Rewrite]) async throws { try await memory.rewrite(rewrites) }
  func beginEpoch() async throws -> UUID { try await memory.beginEpoch() }
  func resetTracking(of upstream: String, to position: LogPosition?) async throws {
    try await memory.resetTracking(of: upstream, to: position)
  }
}
