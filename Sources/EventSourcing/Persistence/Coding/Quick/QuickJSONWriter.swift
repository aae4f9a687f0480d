import Foundation

/// Writes the fields of an object with their keys in order, as `JSONEncoder` does that sorts them.
struct QuickJSONWriter: ~Copyable {
  private let bytes: UnsafeMutableRawBufferPointer
  private let isEscaping: Bool
  private var count = 0

  /// - Returns: `nil` if a key is there twice or is not ASCII.
  static func data(of fields: [(key: String, value: QuickJSONObject.Value)]) -> Data? {
    let fields = inOrder(fields)
    let size = fields.reduce(2) { $0 + $1.key.utf8.count + 4 + $1.value.largestSize }
    // Few texts need a backslash, and for those that do there must be much more room.
    return data(of: fields, size: size, isEscaping: false)
      ?? data(of: fields, size: size * JSONBackslash.longest, isEscaping: true)
  }

  private static func data(
    of fields: [(key: String, value: QuickJSONObject.Value)], size: Int, isEscaping: Bool
  ) -> Data? {
    // On the stack while it is small, as events are.
    withUnsafeTemporaryAllocation(byteCount: size, alignment: 1) { bytes in
      var writer = QuickJSONWriter(bytes: bytes, isEscaping: isEscaping)
      return writer.write(fields) ? Data(UnsafeRawBufferPointer(rebasing: bytes[..<writer.count])) : nil
    }
  }

  private init(bytes: UnsafeMutableRawBufferPointer, isEscaping: Bool) {
    self.bytes = bytes
    self.isEscaping = isEscaping
  }

  /// Events have few fields, and mostly in order as they are.
  private static func inOrder(
    _ fields: [(key: String, value: QuickJSONObject.Value)]
  ) -> [(key: String, value: QuickJSONObject.Value)] {
    let isInOrder = fields.indices.dropFirst().allSatisfy { fields[$0 - 1].key < fields[$0].key }
    return isInOrder ? fields : fields.sorted { $0.key < $1.key }
  }

  private mutating func write(_ fields: [(key: String, value: QuickJSONObject.Value)]) -> Bool {
    write(UInt8(ascii: "{"))
    for index in fields.indices {
      if index > 0 {
        guard fields[index].key != fields[index - 1].key else { return false }
        write(UInt8(ascii: ","))
      }
      // `JSONEncoder` orders keys by their bytes. Texts are ordered by their characters, which is the same in ASCII only.
      guard fields[index].key.utf8.allSatisfy({ $0 < 0x80 }), write(quoted: fields[index].key) else { return false }
      write(UInt8(ascii: ":"))
      switch fields[index].value {
      case .string(let text): guard write(quoted: text) else { return false }
      case .integer(let number): write(plain: String(number))
      case .double(let number): write(fraction: number.description)
      case .float(let number): write(fraction: number.description)
      case .bool(let flag): write(plain: flag ? "true" : "false")
      case .null: write(plain: "null")
      }
    }
    write(UInt8(ascii: "}"))
    return true
  }

  /// - Returns: `false` if there is something in it that must be escaped, and is not.
  private mutating func write(quoted text: String) -> Bool {
    write(UInt8(ascii: "\""))
    let start = count
    if isEscaping { write(escaped: text) } else { write(plain: text) }
    write(UInt8(ascii: "\""))
    return isEscaping || !bytes[start..<(count - 1)].contains(where: JSONBackslash.isNeeded(for:))
  }

  private mutating func write(escaped text: String) {
    var text = text
    text.withUTF8 { text in
      for byte in text {
        if JSONBackslash.isNeeded(for: byte) { write(plain: JSONBackslash.escaped(byte)) } else { write(byte) }
      }
    }
  }

  /// Whole numbers have no point.
  private mutating func write(fraction text: String) {
    write(plain: text)
    if bytes[count - 2] == UInt8(ascii: "."), bytes[count - 1] == UInt8(ascii: "0") { count -= 2 }
  }

  private mutating func write(plain text: String) {
    var text = text
    text.withUTF8 { text in
      UnsafeMutableRawBufferPointer(rebasing: bytes[count..<(count + text.count)])
        .copyMemory(from: UnsafeRawBufferPointer(text))
      count += text.count
    }
  }

  private mutating func write(_ byte: UInt8) {
    bytes[count] = byte
    count += 1
  }
}

extension QuickJSONObject.Value {
  /// As many bytes as it takes at the most: -2.2250738585072014e-308 is as long as numbers get.
  fileprivate var largestSize: Int {
    if case .string(let text) = self { text.utf8.count + 2 } else { 24 }
  }
}
