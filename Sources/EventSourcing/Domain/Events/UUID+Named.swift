public import Foundation

extension UUID {
  /// The id that a name has in a namespace, the same wherever it is made (version 5, RFC 9562 section 5.5).
  ///
  /// Who can guess the name can tell whose id it is.
  ///
  /// - Parameters:
  ///   - name: Taken as its bytes in UTF-8; what looks alike and has other bytes is another name.
  ///   - namespace: An id that was chosen for this kind of names.
  public init(named name: String, in namespace: UUID) {
    var bytes = SHA1.digest(of: withUnsafeBytes(of: namespace.uuid, Array.init) + Array(name.utf8))
    bytes[6] = bytes[6] & 0x0F | 0x50
    bytes[8] = bytes[8] & 0x3F | 0x80
    self = bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }
}
