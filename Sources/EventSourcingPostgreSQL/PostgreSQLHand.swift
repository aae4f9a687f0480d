import EventSourcing

/// A connection on which any SQL can be run, for tools and tests: the recorder never uses it.
package final class PostgreSQLHand: Sendable {
  private let lane: PostgreSQLLane

  package init(_ connection: String, options: PostgreSQLOptions = PostgreSQLOptions(statementTimeout: 0)) throws {
    lane = PostgreSQLLane(try PostgreSQLAddress(connection, options: options))
  }

  /// Runs one or more statements.
  ///
  /// - Returns: The first column of the last one's rows, as text.
  /// - Throws: `RecorderError`.
  @discardableResult
  package func run(_ sql: String) async throws -> [String?] {
    do {
      return try await lane.run { session in try session.connectionAsItIs().texts(sql) }
    } catch {
      throw translated(error)
    }
  }
}
