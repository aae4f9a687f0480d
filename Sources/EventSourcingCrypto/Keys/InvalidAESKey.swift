/// A text is not an AES key.
///
/// The text is left out on purpose: it may be a key with a typing mistake.
public enum InvalidAESKey: Error, Hashable {
  /// It is not Base64: check for line breaks and blanks around it.
  case notBase64

  /// It is Base64 of other than 16, 24 or 32 bytes.
  case wrongLength(bytes: Int)
}

extension InvalidAESKey: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notBase64: "The key is not Base64."
    case .wrongLength(let bytes): "The key has \(bytes) bytes; an AES key has 16, 24 or 32."
    }
  }
}
