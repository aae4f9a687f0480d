import EventSourcing
import Foundation
import ProcessSupport

/// A log that a seed makes: appends of varying length, and what was deleted of them, so that ids are missing.
struct RandomHistory {
  let recorder = InMemoryRecorder()

  /// What is in the log, in order.
  private(set) var ids: [Int] = []

  init(seed: UInt64, items: Int = 120) async throws {
    var random = SeededGenerator(seed: seed)
    let make = IDGenerator.counting()
    var sequences: [UUID] = []
    var count = 0
    while count < items {
      let id = make.next()
      let size = Int.random(in: 1...12, using: &random)
      try await recorder.append(
        (0..<size).map { .sample(id, at: $0, topic: Bool.random(using: &random) ? "A.x" : "B.x") })
      sequences.append(id)
      count += size
    }
    for id in sequences where Int.random(in: 0..<3, using: &random) > 0 {
      try await recorder.deleteItems(of: id)
    }
    ids = try await recorder.notifications(after: 0, limit: .max).map(\.id)
  }
}
