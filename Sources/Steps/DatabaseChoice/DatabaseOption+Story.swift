public import EventSourcing
public import EventSourcingSQLite
import Foundation
public import Story

extension DatabaseOption {
  /// Tells the story of a step on the database that was given, and closes it on every path.
  ///
  /// A database that was given may last, and have the rows of an earlier run: the story has ids of its own then, and
  /// ends with the SQL that shows what it has stored.
  ///
  /// - Parameters:
  ///   - address: The database if none was given: in memory, unless told.
  ///   - table: The table of the step.
  public func tell(
    unlessGiven address: DatabaseAddress = .sqlite(.memory), table: ItemTable = .sequencedItems,
    _ tell: @escaping @Sendable (Story, any TableRecorder) async throws -> Void
  ) async throws {
    let given = try self.address
    let run = UUID()
    let story = given == nil ? Story() : Story(ids: .counting(after: run))
    let recorder = try await (given ?? address).open(table: table)
    try await recorder.closing {
      // A story appends one event after the other: beside the connection none of them takes a way between threads.
      try await Task(executorPreference: recorder.executor) { try await tell(story, recorder) }.value
    }
    if let query = given?.query(table, idsBeginningWith: String(run.uuidString.prefix(8))) {
      story.part("The database has the rows of this run, and this shows them:")
      story.say(query)
    }
  }

  /// Tells the story of a step that stores nothing.
  public func tellWithoutDatabase(_ tell: (Story) async throws -> Void) async throws {
    let story = Story()
    try await tell(story)
    if try address != nil {
      story.part("This step stores nothing, so it has not used the database.")
    }
  }
}

extension IDGenerator {
  /// Ids that begin as a random one does, and end with a count: unlike those of all other runs, and easy to read.
  static func counting(after random: UUID) -> IDGenerator {
    let counting = counting()
    let beginning = random.uuid
    return IDGenerator {
      var bytes = counting.next().uuid
      (bytes.0, bytes.1, bytes.2, bytes.3, bytes.4) = (
        beginning.0, beginning.1, beginning.2, beginning.3, beginning.4
      )
      (bytes.5, bytes.6, bytes.7, bytes.8, bytes.9) = (
        beginning.5, beginning.6, beginning.7, beginning.8, beginning.9
      )
      return UUID(uuid: bytes)
    }
  }
}
