import Foundation

/// Writes the fields of an object with their keys in order, as `JSONEncoder` does that sorts them.
enum QuickJSONWriter {
  /// - Returns: `nil` if a key is there twice or is not ASCII, or a text needs a backslash.
  static func data(of fields: inout [(key: String, value: QuickJSONObject.Value)]) -> Data? {
    fields.sort { $0.key < $1.key }
    for (field, next) in zip(fields, fields.dropFirst()) where field.key == next.key { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(64)
    bytes.append(UInt8(ascii: "{"))
    for (key, value) in fields {
      if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
      // `JSONEncoder` orders keys by their bytes. Texts are ordered by their characters, which is the same in ASCII only.
      guard key.utf8.allSatisfy({ $0 < 0x80 }), append(key, to: &bytes) else { return nil }
      bytes.append(UInt8(ascii: ":"))
      switch value {
      case .string(let text): guard append(text, to: &bytes) else { return nil }
      case .integer(let number): bytes.append(contentsOf: String(number).utf8)
      case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
      case .null: bytes.append(contentsOf: "null".utf8)
      }
    }
    bytes.append(UInt8(ascii: "}"))
    return Data(bytes)
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) -> Bool {
    var text = text
    return text.withUTF8 { text in
      for byte in text where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return false }
      bytes.append(UInt8(ascii: "\""))
      bytes.append(contentsOf: text)
      bytes.append(UInt8(ascii: "\""))
      return true
    }
  }
}
