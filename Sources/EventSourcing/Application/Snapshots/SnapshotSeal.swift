import Foundation

/// A digest behind the data of a snapshot: without it a changed digit would be taken for the state.
///
/// It is a line of its own, of 16 hexadecimal digits: FNV-1a of what is before it, and of the item's place. It shows
/// accidents, and is no evidence against somebody who means to deceive: for that there are ciphers.
package enum SnapshotSeal {
  private static let length = 17

  /// The item with its digest.
  package static func sealed(_ item: SequencedItem) -> SequencedItem {
    item.replacing(data: item.data + line(for: item.data, at: item.place))
  }

  /// The item without its digest.
  ///
  /// - Returns: `nil` if it has none, or another one.
  package static func opened(_ item: SequencedItem) -> SequencedItem? {
    guard item.data.count >= length else { return nil }
    let data = item.data.dropLast(length)
    guard line(for: data, at: item.place).elementsEqual(item.data.suffix(length)) else { return nil }
    return item.replacing(data: Data(data))
  }

  private static func line(for data: Data, at place: Data) -> Data {
    var digest = FNV1a()
    data.withUnsafeBytes { digest.mix($0) }
    place.withUnsafeBytes { digest.mix($0) }
    let digits = String(digest.hash, radix: 16)
    return Data("\n\(String(repeating: "0", count: 16 - digits.utf8.count))\(digits)".utf8)
  }
}
