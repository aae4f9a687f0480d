package import EventSourcing
import Foundation
import ProcessSupport

/// What one of many processes writes: so many items, on several connections, in transactions of varying length.
package struct Load {
  /// Recorders, each with connections of its own.
  private static let recorders = 3

  /// Tasks that append to one recorder, so that appends share transactions, too.
  private static let tasks = 2

  /// How many items an append has: while a long one is being inserted, many short ones begin and end.
  private static let sizes = [1, 1, 1, 1, 1, 2, 5, 20, 60, 1_000]

  let seed: Int
  let items: Int

  /// - Parameter open: Opens a recorder with connections of its own.
  package func append(_ open: @escaping @Sendable () async throws -> any Recorder) async throws {
    let parts = Self.recorders * Self.tasks
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<Self.recorders {
        group.addTask {
          let recorder = try await open()
          try await recorder.closing {
            try await withThrowingTaskGroup(of: Void.self) { group in
              for task in 0..<Self.tasks {
                let part = number * Self.tasks + task
                let count = items / parts + (part < items % parts ? 1 : 0)
                group.addTask { try await append(count, to: recorder, seed: UInt64(seed * parts + part)) }
              }
              try await group.waitForAll()
            }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  private func append(_ count: Int, to recorder: any Recorder, seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let id = UUID()
    var next = 0
    while next < count {
      let size = min(Self.sizes.randomElement(using: &random) ?? 1, count - next)
      try await recorder.append(
        (next..<(next + size)).map { position in
          SequencedItem(
            sequenceID: id, position: position, topic: "Load.added", data: Data("{}".utf8),
            timestamp: Timestamp(microseconds: position))
        })
      next += size
    }
  }
}
