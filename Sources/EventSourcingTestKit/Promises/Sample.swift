import EventSourcing
import Foundation

extension SequencedItem {
  /// The same with other metadata.
  func with(metadata: String?) -> SequencedItem {
    SequencedItem(
      sequenceID: sequenceID, position: position, topic: topic, data: data, timestamp: timestamp, metadata: metadata)
  }
}

/// Items to try a recorder with.
enum Sample {
  static func id(_ number: UInt8) -> UUID {
    UUID(uuid: (number, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
  }

  static func item(
    _ sequenceID: UUID, _ position: Int, topic: String = "Sample.happened", data: String = #"{"n":1}"#
  ) -> SequencedItem {
    SequencedItem(
      sequenceID: sequenceID, position: position, topic: topic, data: Data(data.utf8),
      timestamp: Timestamp(microseconds: 1_000_000 + position % 1_000))
  }

  /// The items of a sequence at these positions, each with data of its own.
  static func items(_ sequenceID: UUID, _ positions: some Sequence<Int>) -> [SequencedItem] {
    positions.map { item(sequenceID, $0, data: #"{"n":\#($0)}"#) }
  }
}
