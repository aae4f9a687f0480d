import COpenSSL

/// Random nonces, drawn many at a time: OpenSSL takes hardly longer for 64 than for one.
///
/// It cannot be copied, since a copy would hand out the same nonces again.
package struct NonceBatch: ~Copyable {
  package static let nonceSize = 12

  private var bytes = [UInt8](repeating: 0, count: 64 * nonceSize)
  private var used = 64 * nonceSize
  private var drawnAt = 0

  package init() {}

  package var remaining: Int { (bytes.count - used) / Self.nonceSize }

  /// Writes a nonce that was not handed out before.
  ///
  /// - Parameter forkCount: How many forks are behind the process. A batch from before the last one is thrown away,
  ///   since the other process has it too.
  package mutating func take(
    into nonce: UnsafeMutableRawBufferPointer, forkCount: Int = ForkCount.current
  ) throws(OpenSSLError) {
    if remaining == 0 || drawnAt != forkCount {
      try OpenSSLError.check(RAND_bytes(&bytes, CInt(bytes.count)))
      (used, drawnAt) = (0, forkCount)
    }
    nonce.copyBytes(from: bytes[used..<(used + Self.nonceSize)])
    used += Self.nonceSize
  }
}
