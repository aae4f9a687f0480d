import Foundation

extension SequencedItem {
  /// The item's place as bytes, for a cipher to authenticate: sequence, position, time, topic.
  ///
  /// Only the topic, which comes last, has no fixed length, so two places never have the same bytes.
  var place: Data {
    var topic = topic
    return topic.withUTF8 { topic in
      withUnsafeTemporaryAllocation(byteCount: 32 + topic.count, alignment: 1) { bytes in
        bytes.storeBytes(of: sequenceID.uuid, as: uuid_t.self)
        bytes.storeBytes(of: position.bigEndian, toByteOffset: 16, as: Int.self)
        bytes.storeBytes(of: timestamp.microseconds.bigEndian, toByteOffset: 24, as: Int.self)
        UnsafeMutableRawBufferPointer(rebasing: bytes[32...]).copyBytes(from: topic)
        return Data(bytes)
      }
    }
  }

  func replacing(data: Data) -> SequencedItem {
    SequencedItem(sequenceID: sequenceID, position: position, topic: topic, data: data, timestamp: timestamp)
  }
}
