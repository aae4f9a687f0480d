import Foundation

extension SequencedItem {
  /// The item's place as bytes, for a cipher to authenticate: sequence, position, time, topic.
  ///
  /// Only the topic, which comes last, has no fixed length, so two places never have the same bytes.
  var place: Data {
    var place = Data(capacity: 32 + topic.utf8.count)
    withUnsafeBytes(of: sequenceID.uuid) { place.append(contentsOf: $0) }
    withUnsafeBytes(of: position.bigEndian) { place.append(contentsOf: $0) }
    withUnsafeBytes(of: timestamp.microseconds.bigEndian) { place.append(contentsOf: $0) }
    place.append(contentsOf: topic.utf8)
    return place
  }

  func replacing(data: Data) -> SequencedItem {
    SequencedItem(sequenceID: sequenceID, position: position, topic: topic, data: data, timestamp: timestamp)
  }
}
