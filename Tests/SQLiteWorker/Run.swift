import EventSourcing
import EventSourcingSQLite
import GRDB
import WorkerSupport

/// Uses an SQLite file from a process of its own.
@main
enum Run {
  static func main() async throws {
    let words = CommandLine.arguments.dropFirst()
    guard let file = words.last else { return say(usage) }
    if words.count == 2, words.first == "hold" { return try hold(file) }
    guard let command = WorkerCommand(words.dropLast()) else { return say(usage) }
    try await command.run { try await SQLiteRecorder(.file(file), options: SQLiteOptions(busyTimeout: 60)) }
  }

  private static let usage = "usage: sqlite-worker (\(WorkerCommand.usage) | hold) FILE"

  /// Takes the write lock, and keeps it until the input ends.
  private static func hold(_ file: String) throws {
    try DatabaseQueue(path: file).writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      say("held")
      while readLine() != nil {}
      try db.execute(sql: "ROLLBACK")
    }
  }
}
