public import EventSourcing
public import Foundation

extension PostgreSQLRecorder {
  @discardableResult
  public func deleteItems(of sequenceID: UUID) async throws -> Int {
    try await change { connection, maintenance in try maintenance.deleteItems(connection, sequenceID) }
  }

  @discardableResult
  public func deleteItem(of sequenceID: UUID, at position: Int) async throws -> Bool {
    try await change { connection, maintenance in try maintenance.deleteItem(connection, sequenceID, position) }
  }

  public func rewrite(_ rewrites: [Rewrite]) async throws {
    try checkMetadata(of: rewrites.map(\.new))
    try await change { connection, maintenance in
      for rewrite in rewrites { try maintenance.rewrite(connection, rewrite) }
      if !rewrites.isEmpty { try maintenance.noteRewrite(connection) }
    }
  }

  @discardableResult
  public func beginEpoch() async throws -> UUID {
    try await write { connection, table in try table.tracking.beginEpoch(connection) }
  }

  public func resetTracking(of upstream: String, to position: LogPosition?) async throws {
    try TrackingRecord.checkReset(of: upstream, to: position)
    try await write { connection, table in try table.tracking.put(connection, upstream, at: position) }
  }

  public var changesOfThePast: Int { table.changes.count }

  private func change<Value: Sendable>(
    _ body: @escaping @Sendable (PostgreSQLConnection, MaintenanceStatements) throws -> Value
  ) async throws -> Value {
    do {
      let value = try await write { connection, table in try body(connection, table.maintenance) }
      table.changes.countOne()
      return value
    } catch {
      // Another error than these may leave open what has become of it.
      if !(error is DeletionError || error is RewriteError) { table.changes.countOne() }
      throw error
    }
  }
}
