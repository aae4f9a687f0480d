import CZlib
import EventSourcing

/// What a message says of itself, which the tag covers too.
///
///     version (1) ‖ key id (8) ‖ place check (4)
///
/// Numbers have their highest byte first.
struct MessageHeader {
  static let size = 13

  /// The first byte: that of no JSON and of no zlib data, so neither is taken for a message.
  static let version: UInt8 = 1

  let keyID: KeyID

  /// A checksum of the place, which tells a row that was moved from one that was changed.
  ///
  /// It protects nothing: the tag does.
  private let placeCheck: UInt32

  init(keyID: KeyID, place: UnsafeRawBufferPointer) {
    self.keyID = keyID
    placeCheck = Self.placeCheck(of: place)
  }

  /// Reads the header of a message.
  init(of message: UnsafeRawBufferPointer) throws(DecryptionError) {
    guard let version = message.first else { throw .tampered }
    guard version == Self.version else { throw .unknownFormat }
    guard message.count >= Message.overhead else { throw .tampered }
    keyID = KeyID(number: UInt64(bigEndian: message.loadUnaligned(fromByteOffset: 1, as: UInt64.self)))
    placeCheck = UInt32(bigEndian: message.loadUnaligned(fromByteOffset: 9, as: UInt32.self))
  }

  func write(to message: UnsafeMutableRawBufferPointer) {
    message[0] = Self.version
    message.storeBytes(of: keyID.number.bigEndian, toByteOffset: 1, as: UInt64.self)
    message.storeBytes(of: placeCheck.bigEndian, toByteOffset: 9, as: UInt32.self)
  }

  func isForPlace(_ place: UnsafeRawBufferPointer) -> Bool {
    placeCheck == Self.placeCheck(of: place)
  }

  /// CRC-32 as zlib has it.
  private static func placeCheck(of place: UnsafeRawBufferPointer) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32_z(0, place.baseAddress, place.count))
  }
}
