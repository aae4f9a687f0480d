package import EventSourcing
import Foundation

/// What a process of its own does to a database, whichever that is, for tests that need one to kill, to wait for, or to
/// race.
package enum WorkerCommand {
  /// Appends batches with several writers at once, and says which ones were acknowledged, until killed.
  case append(writers: [Int])

  /// Adds to the number that the processes share, so many times.
  case count(times: Int)

  case load(Load)

  /// Appends an item for each line of its input, and says its notification id; the first line when it has begun.
  case answer

  /// Reads the notifications, and says their ids.
  case follow

  package static let usage = "append WRITER … | count TIMES | load SEED ITEMS | answer | follow"

  /// - Parameter words: The arguments without those that name the database.
  package init?(_ words: some Collection<String>) {
    let numbers = words.dropFirst().compactMap { Int($0) }
    guard numbers.count + 1 == words.count else { return nil }
    switch (words.first, numbers.count) {
    case ("append", 1...): self = .append(writers: numbers)
    case ("count", 1): self = .count(times: numbers[0])
    case ("load", 2): self = .load(Load(seed: numbers[0], items: numbers[1]))
    case ("answer", 0): self = .answer
    case ("follow", 0): self = .follow
    default: return nil
    }
  }

  /// - Parameter open: Opens a recorder with connections of its own.
  package func run(_ open: @escaping @Sendable () async throws -> any Recorder) async throws {
    switch self {
    case .load(let load): try await load.append(open)
    case .append(let writers): try await Self.append(writers, to: try await open())
    case .count(let times): try await using(open) { try await SharedCount.add(times, in: $0) }
    case .answer: try await using(open, Self.answer)
    case .follow: try await using(open, Follower.follow)
    }
  }

  private func using(
    _ open: () async throws -> any Recorder, _ body: (any Recorder) async throws -> Void
  ) async throws {
    let recorder = try await open()
    try await recorder.closing { try await body(recorder) }
  }

  private static func append(_ writers: [Int], to recorder: any Recorder) async throws {
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

  private static func answer(in recorder: any Recorder) async throws {
    say("")
    while readLine() != nil {
      let item = SequencedItem(
        sequenceID: UUID(), position: 0, topic: "Answer.given", data: Data("{}".utf8),
        timestamp: Timestamp(microseconds: 0))
      let ids = try await recorder.append([item])
      say(ids.map(String.init).joined(separator: " "))
    }
  }
}
