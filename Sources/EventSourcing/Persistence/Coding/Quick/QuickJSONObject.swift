import Foundation

/// A JSON object of the kind that most events are stored as: on one level, of strings, numbers, booleans and nulls.
///
/// It is read in one pass over its bytes. What is of another kind (an object or a list inside, white space, a number
/// out of range) is not read at all: it is left to `JSONDecoder`, and so are mistakes.
struct QuickJSONObject {
  enum Value {
    case string(String)
    case integer(Int)
    case double(Double)
    /// Known only of what was written: its digits are not those of the `Double` that it is.
    case float(Float)
    case bool(Bool)
    case null
  }

  let fields: [(key: String, value: Value)]

  /// - Returns: `nil` if it is anything else.
  init?(_ data: Data) {
    guard let fields = data.withUnsafeBytes({ bytes in QuickJSONScanner(bytes).object() }) else { return nil }
    self.fields = fields
    // Which of two counts is for `JSONDecoder` to say.
    for (index, field) in fields.enumerated() where fields[..<index].contains(where: { $0.key == field.key }) {
      return nil
    }
  }

  /// What comes of fields when they are written and read: to make it of them costs nothing, while to read the bytes again
  /// costs as much as to write them.
  init(written fields: [(key: String, value: Value)]) {
    self.fields = fields
  }

  func index(of key: some CodingKey) -> Int? {
    let name = key.stringValue
    return fields.firstIndex { $0.key == name }
  }
}
