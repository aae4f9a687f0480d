import EventSourcing
import Foundation
import Synchronization

/// Where tasks wait until it is opened.
final class Gate: Sendable {
  private let reached = AsyncStream<Void>.makeStream()
  private let opened = AsyncStream<Void>.makeStream()

  func pass() async {
    reached.continuation.finish()
    for await _ in opened.stream {}
  }

  func waitUntilReached() async {
    for await _ in reached.stream {}
  }

  func open() {
    opened.continuation.finish()
  }
}

/// A table whose appends wait at a gate.
struct GatedTable: ForwardingRecorder, MaintenanceRecorder {
  let memory: InMemoryRecorder
  let gate: Gate
  var inner: any Recorder { memory }

  func append(_ request: AppendRequest) async throws -> [Int] {
    await gate.pass()
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
