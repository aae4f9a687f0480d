package import EventSourcing
package import Foundation

/// Five items of three sequences, to be recorded all or not at all.
package struct Batch: Hashable, Sendable {
  package let writer: Int

  /// Counts the batches of a writer, from 0.
  package let number: Int

  package init(writer: Int, number: Int) {
    self.writer = writer
    self.number = number
  }

  /// Reads the text that acknowledges a batch.
  package init?(line: String) {
    let numbers = line.split(separator: " ").compactMap { Int($0) }
    guard numbers.count == 2 else { return nil }
    self.init(writer: numbers[0], number: numbers[1])
  }

  /// The text that acknowledges it.
  package var line: String { "\(writer) \(number)" }

  package var next: Batch { Batch(writer: writer, number: number + 1) }

  /// Two items each for the first two sequences of the writer, and one for the third, mixed.
  package var items: [SequencedItem] {
    let second = 2 * number + 1
    return [(0, second - 1), (1, second - 1), (2, number), (0, second), (1, second)].map { sequence, position in
      SequencedItem(
        sequenceID: Self.sequenceID(writer, sequence), position: position, topic: "Batch.item",
        data: Data(#"{"batch":\#(number)}"#.utf8), timestamp: Timestamp(microseconds: number))
    }
  }

  /// The three sequences that a writer appends to.
  package static func sequenceIDs(of writer: Int) -> [UUID] {
    (0..<3).map { sequenceID(writer, $0) }
  }

  /// The batch that a writer appends next, going by what is stored.
  package static func next(of writer: Int, in recorder: any Recorder) async throws -> Batch {
    let newest = PositionQuery(limit: 1, order: .backwards)
    let last = try await recorder.items(of: sequenceID(writer, 2), where: newest).first
    return Batch(writer: writer, number: last.map { $0.position + 1 } ?? 0)
  }

  private static func sequenceID(_ writer: Int, _ sequence: Int) -> UUID {
    UUID(uuid: (UInt8(writer), UInt8(sequence), 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 0))
  }
}
