import EventSourcing
import EventSourcingSQLite
import Foundation
import GRDB

/// Uses a database file from a process of its own, for tests that need one to kill, to wait for, or to race.
@main
enum Run {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let mode = arguments.first, let file = arguments.dropFirst().first else { return usage() }
    switch (mode, arguments.dropFirst(2).first.flatMap { Int($0) }) {
    case ("append", nil): try await appendForever(to: SQLiteRecorder(.file(file)))
    case ("hold", nil): try holdLock(of: file)
    case ("count", let times?): try await SharedCount.add(times, in: SQLiteRecorder(.file(file)))
    default: usage()
    }
  }

  private static func usage() {
    say("usage: append-worker append FILE | hold FILE | count FILE TIMES")
  }

  /// Appends batches with several writers at once, and says which ones were acknowledged, until killed.
  private static func appendForever(to recorder: SQLiteRecorder) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<Batch.writers {
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

  /// Takes SQLite's write lock, and keeps it until the input ends.
  private static func holdLock(of file: String) throws {
    try DatabaseQueue(path: file).writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      say("held")
      while readLine() != nil {}
      try db.execute(sql: "ROLLBACK")
    }
  }

  private static func say(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
  }
}
