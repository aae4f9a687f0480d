import Foundation

/// Writes the fields of an object with their keys in order, as `JSONEncoder` does that sorts them.
struct QuickJSONWriter {
  private var bytes: [UInt8] = []

  /// - Returns: `nil` if a key is there twice, or a text needs a backslash.
  static func data(of fields: [(key: String, value: QuickJSONObject.Value)]) -> Data? {
    var writer = QuickJSONWriter()
    writer.bytes.reserveCapacity(fields.reduce(2) { $0 + $1.key.utf8.count + $1.value.size + 4 })
    return writer.write(inOrder(fields)) ? Data(writer.bytes) : nil
  }

  /// Events have few fields, and mostly in order as they are.
  private static func inOrder(
    _ fields: [(key: String, value: QuickJSONObject.Value)]
  ) -> [(key: String, value: QuickJSONObject.Value)] {
    let isInOrder = fields.indices.dropFirst().allSatisfy { fields[$0 - 1].key < fields[$0].key }
    return isInOrder ? fields : fields.sorted { $0.key < $1.key }
  }

  private mutating func write(_ fields: [(key: String, value: QuickJSONObject.Value)]) -> Bool {
    bytes.append(UInt8(ascii: "{"))
    var previous: String?
    for (key, value) in fields {
      guard key != previous else { return false }
      if previous != nil { bytes.append(UInt8(ascii: ",")) }
      previous = key
      guard write(key) else { return false }
      bytes.append(UInt8(ascii: ":"))
      switch value {
      case .string(let text): guard write(text) else { return false }
      case .integer(let number): bytes.append(contentsOf: String(number).utf8)
      case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
      case .null: bytes.append(contentsOf: "null".utf8)
      }
    }
    bytes.append(UInt8(ascii: "}"))
    return true
  }

  /// - Returns: `false` if there is something in it that is written with a backslash.
  private mutating func write(_ text: String) -> Bool {
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

extension QuickJSONObject.Value {
  /// About as many bytes as it takes.
  fileprivate var size: Int {
    if case .string(let text) = self { text.utf8.count } else { 16 }
  }
}
