import CLimits
package import EventSourcing
import Foundation

/// Items in memory as the loops in C take them, made before the time is taken.
package final class LimitItems {
  private let items: UnsafeMutableBufferPointer<limit_item>

  /// The topics and data of all items, one after the other.
  private let texts: UnsafeMutableBufferPointer<CChar>

  package init(_ items: [SequencedItem]) {
    texts = .allocate(capacity: items.reduce(0) { $0 + $1.topic.utf8.count + $1.data.count })
    self.items = .allocate(capacity: items.count)
    var end = 0
    func stored(_ bytes: some Collection<UInt8>) -> UnsafePointer<CChar> {
      let part = UnsafeMutableBufferPointer(rebasing: texts[end..<end + bytes.count])
      _ = part.withMemoryRebound(to: UInt8.self) { $0.initialize(fromContentsOf: bytes) }
      end += bytes.count
      return texts.pointer(at: end - bytes.count)
    }
    for (index, item) in items.enumerated() {
      self.items.initializeElement(
        at: index,
        to: limit_item(
          sequence_id: item.sequenceID.uuid, position: Int64(item.position),
          timestamp: Int64(item.timestamp.microseconds), topic: stored(item.topic.utf8), data: stored(item.data),
          topic_length: Int32(item.topic.utf8.count), data_length: Int32(item.data.count)))
    }
  }

  deinit {
    items.deallocate()
    texts.deallocate()
  }

  package var count: Int { items.count }

  var start: UnsafePointer<limit_item>? { UnsafePointer(items.baseAddress) }
}

extension UnsafeMutableBufferPointer {
  /// The place of an element; that of the end is allowed.
  fileprivate func pointer(at index: Int) -> UnsafePointer<Element> {
    guard let baseAddress else { preconditionFailure("memory of no bytes has an address, too") }
    return UnsafePointer(baseAddress + index)
  }
}
