import EventSourcing
import Foundation

func item(
  _ sequenceID: UUID, _ position: Int, topic: String = "Sample.happened", data: Data = Data(#"{"n":1}"#.utf8)
) -> SequencedItem {
  SequencedItem(
    sequenceID: sequenceID, position: position, topic: topic, data: data,
    timestamp: Timestamp(microseconds: 1_000_000 + position % 1_000))
}

func items(_ sequenceID: UUID, _ positions: ClosedRange<Int>) -> [SequencedItem] {
  positions.map { item(sequenceID, $0) }
}
