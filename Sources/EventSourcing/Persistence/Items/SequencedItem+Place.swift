import Foundation

extension SequencedItem {
  /// The item's place as bytes, for a cipher to authenticate: sequence, position, time, topic, and what is known about
  /// the event.
  ///
  /// No two places have the same bytes: only the topic and the metadata have no fixed length, and no topic has a NUL,
  /// which comes between them.
  var place: Data {
    var place = [UInt8]()
    place.reserveCapacity(32 + topic.utf8.count)
    withUnsafeBytes(of: sequenceID.uuid) { place.append(contentsOf: $0) }
    withUnsafeBytes(of: position.bigEndian) { place.append(contentsOf: $0) }
    withUnsafeBytes(of: timestamp.microseconds.bigEndian) { place.append(contentsOf: $0) }
    place.append(contentsOf: topic.utf8)
    if let metadata {
      place.append(0)
      place.append(contentsOf: metadata.utf8)
    }
    return Data(place)
  }

  func replacing(data: Data) -> SequencedItem {
    SequencedItem(
      sequenceID: sequenceID, position: position, topic: topic, data: data, timestamp: timestamp, metadata: metadata)
  }
}
