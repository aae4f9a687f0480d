package import EventSourcing
package import Foundation

/// A number that several processes add to, each time by reading, deciding and appending.
package enum SharedCount {
  package static let sequenceID = UUID(uuid: (7, 7, 7, 7, 7, 7, 0x47, 7, 0x87, 7, 7, 7, 7, 7, 7, 7))

  /// Adds 1 so many times; each item has the sum so far.
  package static func add(_ times: Int, in recorder: any Recorder) async throws {
    for _ in 0..<times {
      try await retryingOnConcurrencyError(attempts: 10_000) {
        let newest = PositionQuery(limit: 1, order: .backwards)
        let last = try await recorder.items(of: sequenceID, where: newest).first
        let sum = last.flatMap { Int(String(decoding: $0.data, as: UTF8.self)) } ?? 0
        try await recorder.append([
          SequencedItem(
            sequenceID: sequenceID, position: last.map { $0.position + 1 } ?? 0, topic: "Count.added",
            data: Data("\(sum + 1)".utf8), timestamp: Timestamp(microseconds: 0))
        ])
      }
    }
  }
}
