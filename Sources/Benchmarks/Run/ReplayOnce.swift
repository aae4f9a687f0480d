import ArgumentParser
import EventSourcing
import EventSourcingSQLite
import Foundation

/// Replays one entity and tells how much memory that took: for `replay-memory`, which starts it as a process.
struct ReplayOnce: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "replay-once", shouldDisplay: false)

  @Argument var file: String
  @Argument var id: String

  func run() async throws {
    guard let id = UUID(uuidString: id) else { throw ValidationError("That is no id.") }
    let recorder = try await SQLiteRecorder(.file(file))
    let events = try await recorder.closing { try await Examples(recorder).repository[id].version }
    print("\(events) \(try PeakMemory.bytes())")
  }

  /// Runs it in a child process.
  ///
  /// - Returns: How many events were replayed, and the most memory that was in use.
  static func inChild(file: String, id: UUID) throws -> (events: Int, bytes: Int) {
    try OwnChild.run(["replay-once", file, id.uuidString])
  }
}
