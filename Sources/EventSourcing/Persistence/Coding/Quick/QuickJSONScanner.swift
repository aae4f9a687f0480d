/// Reads what a `QuickJSONObject` can be, and gives up at the first byte of anything else.
struct QuickJSONScanner: ~Copyable {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  /// More fields would make the search for a key slow.
  private static let mostFields = 32

  /// A number of so many digits fits an `Int`, whatever they are.
  private static let mostDigits = 18

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  consuming func object() -> [(key: String, value: QuickJSONObject.Value)]? {
    var fields: [(key: String, value: QuickJSONObject.Value)] = []
    guard skip("{") else { return nil }
    if skip("}") { return position == bytes.count ? fields : nil }
    fields.reserveCapacity(4)
    repeat {
      guard fields.count < Self.mostFields, let key = string(), skip(":"), let value = value() else { return nil }
      fields.append((key, value))
    } while skip(",")
    return skip("}") && position == bytes.count ? fields : nil
  }

  private mutating func value() -> QuickJSONObject.Value? {
    guard position < bytes.count else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "\""): return string().map { .string($0) }
    case UInt8(ascii: "t"): return skip("true") ? .bool(true) : nil
    case UInt8(ascii: "f"): return skip("false") ? .bool(false) : nil
    case UInt8(ascii: "n"): return skip("null") ? .null : nil
    default: return number()
    }
  }

  private mutating func string() -> String? {
    guard skip("\"") else { return nil }
    let start = position
    var isASCII = true
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      guard !JSONBackslash.isNeeded(for: bytes[position]) else { return unescaped(from: start) }
      if bytes[position] >= 0x80 { isASCII = false }
      position += 1
    }
    let text = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
    guard skip("\"") else { return nil }
    // To validate costs more than all the rest, and ASCII is valid.
    return isASCII ? String(decoding: text, as: UTF8.self) : String(validating: text, as: UTF8.self)
  }

  /// - Parameter start: Where a text begins that is plain up to here.
  private mutating func unescaped(from start: Int) -> String? {
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard position < bytes.count else { return nil }
    defer { position += 1 }
    return JSONBackslash.unescaped(bytes[start..<position])
  }

  private mutating func number() -> QuickJSONObject.Value? {
    let start = position
    if let integer = integer(), isAtEnd { return .integer(integer) }
    position = start
    return double().map { .double($0) }
  }

  /// Whether a number ends here: a fraction or an exponent may follow.
  private var isAtEnd: Bool {
    position < bytes.count && (bytes[position] == UInt8(ascii: ",") || bytes[position] == UInt8(ascii: "}"))
  }

  private mutating func integer() -> Int? {
    let isNegative = skip("-")
    let start = position
    var magnitude = 0
    while position < bytes.count, case let digit = Int(bytes[position]) - 48, (0...9).contains(digit) {
      guard position - start < Self.mostDigits else { return nil }
      magnitude = magnitude * 10 + digit
      position += 1
    }
    // A leading zero is not JSON, and -0 is no `Int`.
    guard position > start, bytes[start] != UInt8(ascii: "0") || (position == start + 1 && !isNegative) else {
      return nil
    }
    return isNegative ? -magnitude : magnitude
  }

  /// `Double` reads more than JSON allows, so it is given nothing else.
  private mutating func double() -> Double? {
    let start = position
    _ = skip("-")
    let isZero = skip("0")
    guard isZero || skipDigits() else { return nil }
    if skip(".") { guard skipDigits() else { return nil } }
    if skip("e") || skip("E") {
      if !skip("-") { _ = skip("+") }
      guard skipDigits() else { return nil }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    // Too large or too small for a `Double` is a mistake.
    guard let value = Double(text), value.isFinite, value != 0 else { return nil }
    return value
  }

  /// - Returns: Whether there is one at least.
  private mutating func skipDigits() -> Bool {
    let start = position
    while position < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[position] { position += 1 }
    return position > start
  }

  private mutating func skip(_ text: StaticString) -> Bool {
    guard bytes.count - position >= text.utf8CodeUnitCount else { return false }
    for index in 0..<text.utf8CodeUnitCount where bytes[position + index] != text.utf8Start[index] { return false }
    position += text.utf8CodeUnitCount
    return true
  }
}
