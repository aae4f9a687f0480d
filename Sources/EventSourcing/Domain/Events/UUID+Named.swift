public import Foundation

extension UUID {
  /// The id that a name has in a namespace, always the same: version 5 of RFC 9562, section 5.5.
  ///
  /// Names are told apart byte for byte: a letter with an accent that is composed gives another id than one that is not.
  public init(named name: String, in namespace: UUID) {
    let hash = SHA1.hash(of: withUnsafeBytes(of: namespace.uuid, Array.init) + Array(name.utf8))
    self.init(
      uuid: (
        hash[0], hash[1], hash[2], hash[3], hash[4], hash[5], hash[6] & 0x0F | 0x50, hash[7], hash[8] & 0x3F | 0x80,
        hash[9], hash[10], hash[11], hash[12], hash[13], hash[14], hash[15]
      ))
  }
}
