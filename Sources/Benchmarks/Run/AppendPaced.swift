import ArgumentParser
import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingSQLite
import Foundation

/// Appends events one by one, with pauses: for the delays of notifications, which start it as a process.
struct AppendPaced: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "append-paced", shouldDisplay: false)

  /// How many are appended.
  static let count = 300

  /// A file of SQLite, or a connection and a schema of PostgreSQL.
  @Argument var database: [String]

  func run() async throws {
    let recorder: any Recorder =
      database.count == 1
      ? try await SQLiteRecorder(.file(database[0]))
      : try await PostgreSQLRecorder(database[0], schema: database[1])
    try await recorder.closing { try await Self.append(to: recorder) }
  }

  static func append(to recorder: any Recorder) async throws {
    let id = IDGenerator.timeOrdered.next()
    for position in 0..<count {
      // So that the reader has begun to wait, and not always for as long.
      try await Task.sleep(for: .milliseconds(.random(in: 2...12)))
      let item = SequencedItem(
        sequenceID: id, position: position, topic: "Delay.measured", data: Data("{}".utf8), timestamp: .now)
      try await recorder.append([item])
    }
  }

  /// Runs it in a child process.
  static func inChild(_ database: [String]) async throws {
    let process = Process()
    process.executableURL = Bundle.main.executableURL
    process.arguments = ["append-paced", "--"] + database
    let (endings, gotEnding) = AsyncStream.makeStream(of: Int32.self)
    process.terminationHandler = { process in
      gotEnding.yield(process.terminationStatus)
      gotEnding.finish()
    }
    try process.run()
    guard await endings.first(where: { _ in true }) == 0 else {
      throw LimitFailed(reason: "The process that was to append failed.")
    }
  }
}
