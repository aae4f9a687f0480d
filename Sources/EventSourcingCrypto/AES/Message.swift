/// Where the parts of an encrypted message stand.
///
///     header ‖ nonce (12) ‖ ciphertext (as long as the plaintext) ‖ tag (16)
enum Message {
  static let header = 0..<MessageHeader.size
  static let nonce = header.upperBound..<(header.upperBound + 12)
  static let tagSize = 16

  /// By how much a message is longer than its plaintext.
  static let overhead = nonce.upperBound + tagSize

  static func ciphertext(ofSize size: Int) -> Range<Int> { nonce.upperBound..<(size - tagSize) }
  static func tag(ofSize size: Int) -> Range<Int> { (size - tagSize)..<size }
}

extension UnsafeRawBufferPointer {
  func part(_ range: Range<Int>) -> Self { Self(rebasing: self[range]) }
}

extension UnsafeMutableRawBufferPointer {
  func part(_ range: Range<Int>) -> Self { Self(rebasing: self[range]) }
}
