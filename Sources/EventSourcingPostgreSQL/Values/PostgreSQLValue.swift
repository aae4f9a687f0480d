public import Foundation

/// A value for a statement of one's own.
///
/// The server takes it as what the statement needs at its place: `.text` for a date or for JSON, too. Where that cannot
/// be seen, the statement says it, as in `$1::jsonb`.
public enum PostgreSQLValue: Hashable, Sendable {
  case null
  case int(Int)
  case double(Double)
  case bool(Bool)
  case text(String)
  case uuid(UUID)
  case data(Data)
}

extension PostgreSQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral {
  public init(stringLiteral text: String) { self = .text(text) }
  public init(integerLiteral value: Int) { self = .int(value) }
  public init(nilLiteral: ()) { self = .null }
}

extension PostgreSQLValue {
  /// As the server takes it: bytes as they are, and all else as text that ends with a NUL; `nil` for NULL.
  var bytes: [UInt8]? {
    switch self {
    case .null: nil
    case .int(let value): Self.text("\(value)")
    case .double(let value):
      Self.text(value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : "\(value)")
    case .bool(let value): Self.text(value ? "t" : "f")
    case .text(let text): Self.text(text)
    case .uuid(let id): Self.text(id.uuidString)
    case .data(let data): Array(data)
    }
  }

  var isBinary: Bool {
    if case .data = self { true } else { false }
  }

  private static func text(_ text: String) -> [UInt8] { Array(text.utf8) + [0] }
}
