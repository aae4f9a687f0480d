import Foundation

extension SequencedItem {
  /// The item's place as bytes, for a cipher to authenticate: sequence, position, time, topic.
  ///
  /// Only the topic, which comes last, has no fixed length, so two places never have the same bytes.
  var place: Data {
    var place = Data(count: 32 + topic.utf8.count)
    place.withUnsafeMutableBytes { bytes in
      bytes.storeBytes(of: sequenceID.uuid, as: uuid_t.self)
      bytes.storeBytes(of: position.bigEndian, toByteOffset: 16, as: Int.self)
      bytes.storeBytes(of: timestamp.microseconds.bigEndian, toByteOffset: 24, as: Int.self)
      bytes[32...].copyBytes(from: topic.utf8)
    }
    return place
  }

  func replacing(data: Data) -> SequencedItem {
    SequencedItem(sequenceID: sequenceID, position: position, topic: topic, data: data, timestamp: timestamp)
  }
}
