import EventSourcing
import Foundation

func item(
  _ sequenceID: UUID, _ position: Int, topic: String = "Sample.happened", data: Data = Data(#"{"n":1}"#.utf8)
) -> SequencedItem {
  SequencedItem(
    sequenceID: sequenceID, position: position, topic: topic, data: data,
    timestamp: Timestamp(microseconds: 1_000_000 + position))
}

func items(_ sequenceID: UUID, _ positions: ClosedRange<Int>) -> [SequencedItem] {
  positions.map { item(sequenceID, $0) }
}

/// An item with data of this many bytes.
func item(_ sequenceID: UUID, _ position: Int, bytes: Int) -> SequencedItem {
  item(sequenceID, position, data: Data(repeating: 0xAB, count: bytes))
}

func request(_ items: SequencedItem...) throws -> AppendRequest {
  try AppendRequest(items)
}

extension Data {
  init(contentsOfFile path: String) throws {
    try self.init(contentsOf: URL(filePath: path))
  }
}
