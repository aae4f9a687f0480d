import Foundation

/// A short number for what never changes about an item: its sequence, position and time.
///
/// It tells whether the item under a notification id is still the one that was there. A rewrite of the data leaves it
/// as it is. It is no evidence against somebody who means to deceive.
public struct ItemDigest: RawRepresentable, Hashable, Codable, Sendable {
  public let rawValue: Int

  public init(rawValue: Int) {
    self.rawValue = rawValue
  }

  /// FNV-1a over the 32 bytes of sequence id, position and time, each with its highest byte first.
  public init(of item: SequencedItem) {
    var digest = FNV1a()
    withUnsafeBytes(of: item.sequenceID.uuid) { digest.mix($0) }
    withUnsafeBytes(of: item.position.bigEndian) { digest.mix($0) }
    withUnsafeBytes(of: item.timestamp.microseconds.bigEndian) { digest.mix($0) }
    rawValue = Int(bitPattern: UInt(digest.hash))
  }
}
