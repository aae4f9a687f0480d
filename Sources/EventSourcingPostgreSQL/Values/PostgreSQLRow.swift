public import Foundation

/// A row that a statement of one's own gave; it may be kept.
///
/// A value is asked for by the name of its column, as the type that it is to be; NULL is `nil`.
public struct PostgreSQLRow: Sendable {
  /// The names of the columns, in the statement's order.
  public let columns: [String]

  private let texts: [String?]

  init(columns: [String], texts: [String?]) {
    self.columns = columns
    self.texts = texts
  }

  /// A whole number of any size that fits.
  ///
  /// - Throws: `PostgreSQLRowError`, as the others do.
  public func int(_ column: String) throws(PostgreSQLRowError) -> Int? {
    try value(column, "a whole number") { Int($0) }
  }

  public func double(_ column: String) throws(PostgreSQLRowError) -> Double? {
    try value(column, "a number") { Double($0) }
  }

  public func bool(_ column: String) throws(PostgreSQLRowError) -> Bool? {
    try value(column, "true or false") { $0 == "t" ? true : $0 == "f" ? false : nil }
  }

  /// A text; of a value of any other type, the server's text for it.
  public func text(_ column: String) throws(PostgreSQLRowError) -> String? {
    try value(column, "a text") { $0 }
  }

  public func uuid(_ column: String) throws(PostgreSQLRowError) -> UUID? {
    try value(column, "a UUID") { UUID(uuidString: $0) }
  }

  public func data(_ column: String) throws(PostgreSQLRowError) -> Data? {
    try value(column, "bytes") { Data(hexadecimal: $0) }
  }

  private func value<Value>(
    _ column: String, _ wanted: String, _ read: (String) -> Value?
  ) throws(PostgreSQLRowError) -> Value? {
    guard let index = columns.firstIndex(where: { $0.utf8.elementsEqual(column.utf8) }) else {
      throw .noColumn(column)
    }
    guard let text = texts[index] else { return nil }
    guard let value = read(text) else { throw .otherType(column: column, wanted: wanted) }
    return value
  }
}

/// A row has not what was asked of it.
///
/// The value is left out: it may be anything.
public enum PostgreSQLRowError: Error, Hashable, CustomStringConvertible {
  case noColumn(String)
  case otherType(column: String, wanted: String)

  public var description: String {
    switch self {
    case .noColumn(let column): "The rows have no column “\(column)”: name it in the statement."
    case .otherType(let column, let wanted): "The column “\(column)” has a value that is not \(wanted)."
    }
  }
}

extension Data {
  /// Reads `\x` and two digits for each byte.
  fileprivate init?(hexadecimal text: String) {
    let digits = Array(text.utf8)
    guard digits.starts(with: #"\x"#.utf8), digits.count.isMultiple(of: 2) else { return nil }
    self.init(capacity: digits.count / 2)
    for index in stride(from: 2, to: digits.count, by: 2) {
      guard let high = Self.value(digits[index]), let low = Self.value(digits[index + 1]) else { return nil }
      append(high << 4 | low)
    }
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
