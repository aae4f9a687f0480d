/// The texts that JSON writes with a backslash, the way `JSONEncoder` does.
enum JSONBackslash {
  /// So many bytes stand for one at the most.
  static let longest = 6

  /// - Returns: `nil` if it is not valid, or tells a character by its number that is seldom told so.
  static func unescaped(_ text: Slice<UnsafeRawBufferPointer>) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var rest = text.makeIterator()
    while let byte = rest.next() {
      guard byte >= 0x20 else { return nil }
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      switch rest.next().map(Unicode.Scalar.init) {
      case "\"": bytes.append(UInt8(ascii: "\""))
      case "\\": bytes.append(UInt8(ascii: "\\"))
      case "/": bytes.append(UInt8(ascii: "/"))
      case "b": bytes.append(0x08)
      case "f": bytes.append(0x0C)
      case "n": bytes.append(0x0A)
      case "r": bytes.append(0x0D)
      case "t": bytes.append(0x09)
      case "u":
        var code = 0
        for _ in 0..<4 {
          guard let digit = rest.next().flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else { return nil }
          code = code * 16 + digit
        }
        guard code < 0x20 else { return nil }
        bytes.append(UInt8(code))
      default: return nil
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  static func isNeeded(for byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  /// - Parameter byte: One that needs it.
  static func escaped(_ byte: UInt8) -> String {
    switch Unicode.Scalar(byte) {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\u{8}": "\\b"
    case "\u{C}": "\\f"
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: (byte < 0x10 ? "\\u000" : "\\u00") + String(byte, radix: 16)
    }
  }
}
