import EventSourcing
import EventSourcingPostgreSQL
import WorkerSupport

/// Uses a PostgreSQL schema from a process of its own.
@main
enum Run {
  static func main() async throws {
    let words = Array(CommandLine.arguments.dropFirst())
    guard words.count > 2 else { return say(usage) }
    let (connection, schema) = (words[words.count - 2], words[words.count - 1])
    if words.dropLast(2) == ["trust"] { return try await trust(connection, schema) }
    guard let command = WorkerCommand(words.dropLast(2)) else { return say(usage) }
    try await command.run {
      try await PostgreSQLRecorder(connection, schema: schema, options: PostgreSQLOptions(maximumConnections: 2))
    }
  }

  private static let usage = "usage: postgresql-worker (\(WorkerCommand.usage) | trust) CONNECTION SCHEMA"

  /// Follows as one would who knows nothing of writers that are still at work: from the last id in the table.
  ///
  /// Only PostgreSQL has a table that can be read so. SQLite has one writer at a time.
  private static func trust(_ connection: String, _ schema: String) async throws {
    let hand = try PostgreSQLHand(connection)
    try await Follower.readOn { last in
      try await hand.run(
        """
        SELECT notification_id FROM \(schema).sequenced_items
        WHERE notification_id > \(last) ORDER BY notification_id LIMIT \(Follower.page)
        """
      ).compactMap { $0.flatMap { Int($0) } }
    }
  }
}
