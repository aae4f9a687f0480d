import EventSourcing
import Foundation
import GRDB

/// Uses a database from a process of its own, for tests that need one to kill, to wait for, or to race.
@main
enum Run {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch (arguments.first, numbers(arguments), database(arguments)) {
    case ("append", let writers, let database?) where !writers.isEmpty: try await append(writers, to: database)
    case ("count", let times, let database?) where times.count == 1: try await count(times[0], in: database)
    case ("load", let load, let database?) where load.count == 2:
      try await Load(seed: load[0], items: load[1]).append(to: database)
    case ("answer", [], let database?): try await answer(in: database)
    case ("follow", [], let database?): try await Follower.follow(database)
    case ("trust", [], .postgreSQL(let connection, let schema)?): try await Follower.trust(connection, schema)
    case ("hold", [], nil) where arguments.count == 2: try hold(arguments[1])
    default: say(usage)
    }
  }

  private static let usage = """
    usage: append-worker append WRITER … DATABASE | count TIMES DATABASE | load SEED ITEMS DATABASE |
      answer DATABASE | follow DATABASE | trust DATABASE | hold FILE
    DATABASE is: sqlite FILE | postgresql CONNECTION SCHEMA
    """

  private static func numbers(_ arguments: [String]) -> [Int] {
    arguments.dropFirst().prefix { Int($0) != nil }.compactMap { Int($0) }
  }

  private static func database(_ arguments: [String]) -> SharedDatabase? {
    SharedDatabase(arguments: Array(arguments.dropFirst(1 + numbers(arguments).count)))
  }

  /// Appends batches with several writers at once, and says which ones were acknowledged, until killed.
  private static func append(_ writers: [Int], to database: SharedDatabase) async throws {
    let recorder = try await database.recorder()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in writers {
        group.addTask {
          var batch = try await Batch.next(of: writer, in: recorder)
          while true {
            try await recorder.append(batch.items)
            say(batch.line)
            batch = batch.next
          }
        }
      }
      try await group.waitForAll()
    }
  }

  private static func count(_ times: Int, in database: SharedDatabase) async throws {
    let recorder = try await database.recorder()
    try await recorder.closing { try await SharedCount.add(times, in: recorder) }
  }

  /// Appends an item for each line of its input, and says its notification id; the first line when it has begun.
  private static func answer(in database: SharedDatabase) async throws {
    let recorder = try await database.recorder()
    say("")
    try await recorder.closing {
      while readLine() != nil {
        let item = SequencedItem(
          sequenceID: UUID(), position: 0, topic: "Answer.given", data: Data("{}".utf8),
          timestamp: Timestamp(microseconds: 0))
        let ids = try await recorder.append([item])
        say(ids.map(String.init).joined(separator: " "))
      }
    }
  }

  /// Takes SQLite's write lock, and keeps it until the input ends.
  private static func hold(_ file: String) throws {
    try DatabaseQueue(path: file).writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      say("held")
      while readLine() != nil {}
      try db.execute(sql: "ROLLBACK")
    }
  }
}
