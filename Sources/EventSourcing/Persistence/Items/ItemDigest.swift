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
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func mix(_ bytes: UnsafeRawBufferPointer) {
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    }
    withUnsafeBytes(of: item.sequenceID.uuid, mix)
    withUnsafeBytes(of: item.position.bigEndian, mix)
    withUnsafeBytes(of: item.timestamp.microseconds.bigEndian, mix)
    rawValue = Int(bitPattern: UInt(hash))
  }
}
