import Foundation

/// Decodes a `QuickJSONObject`, faster than `JSONDecoder`, and with the same result or none.
final class QuickJSONDecoder: Decoder {
  private let object: QuickJSONObject

  /// Whether something was asked for that only `JSONDecoder` knows how to give.
  ///
  /// Its answer counts then, also if the value that asked came to an end without.
  private var isUnfit = false

  /// Whether dates are read as they read themselves.
  private let hasPlainDates: Bool

  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  private init(_ object: QuickJSONObject, hasPlainDates: Bool) {
    self.object = object
    self.hasPlainDates = hasPlainDates
  }

  /// Decodes a value.
  ///
  /// - Throws: Any error if `JSONDecoder` must do it: for the data, or for what the value asks for, or for a mistake.
  static func decode<Value: DecodableWithConfiguration>(
    _ type: Value.Type, from data: Data, configuration: Value.DecodingConfiguration, hasPlainDates: Bool
  ) throws -> Value {
    guard let object = QuickJSONObject(data) else { throw Unfit() }
    let decoder = QuickJSONDecoder(object, hasPlainDates: hasPlainDates)
    let value = try Value(from: decoder, configuration: configuration)
    guard !decoder.isUnfit else { throw Unfit() }
    return value
  }

  /// Whether a type reads what it has written, as `decode` would.
  ///
  /// - Returns: `false` also if `JSONDecoder` must say.
  static func reads<Value: DecodableWithConfiguration>(
    _ type: Value.Type, in written: QuickJSONObject, configuration: Value.DecodingConfiguration, hasPlainDates: Bool
  ) -> Bool {
    let decoder = QuickJSONDecoder(written, hasPlainDates: hasPlainDates)
    return (try? Value(from: decoder, configuration: configuration)) != nil && !decoder.isUnfit
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(Fields(decoder: self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw unfit() }
  func singleValueContainer() throws -> any SingleValueDecodingContainer { throw unfit() }

  private func meetDate() throws(Unfit) {
    if !hasPlainDates { throw unfit() }
  }

  fileprivate func unfit() -> Unfit {
    isUnfit = true
    return Unfit()
  }

  fileprivate struct Unfit: Error {}

  fileprivate struct Fields<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: QuickJSONDecoder

    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { decoder.object.fields.compactMap { Key(stringValue: $0.key) } }

    func contains(_ key: Key) -> Bool { decoder.object.index(of: key) != nil }

    func decodeNil(forKey key: Key) throws -> Bool {
      if case .null = try value(key).token { true } else { false }
    }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try value(key).decode(type) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try value(key).decode(type) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try value(key).decode(type) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try value(key).decode(type) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try value(key).decode(type) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try value(key).decode(type) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try value(key).decode(type) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try value(key).decode(type) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try value(key).decode(type) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try value(key).decode(type) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try value(key).decode(type) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try value(key).decode(type) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try value(key).decode(type) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try value(key).decode(type) }
    func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try value(key).decode(type) }
    func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try value(key).decode(type) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
      if Value.self == Date.self { try decoder.meetDate() }
      let value = try value(key)
      // It reads itself so, too, and takes ten times as long.
      if Value.self == UUID.self, case .string(let text) = value.token, let id = UUID(text: text) as? Value {
        return id
      }
      return try Value(from: value)
    }

    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
      throw decoder.unfit()
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw decoder.unfit() }
    func superDecoder() throws -> any Decoder { throw decoder.unfit() }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw decoder.unfit() }

    private func value(_ key: Key) throws -> FieldValue {
      guard let index = decoder.object.index(of: key) else { throw decoder.unfit() }
      return FieldValue(decoder: decoder, index: index)
    }
  }

  fileprivate struct FieldValue: Decoder, SingleValueDecodingContainer {
    let decoder: QuickJSONDecoder
    let index: Int

    var token: QuickJSONObject.Value { decoder.object.fields[index].value }

    /// Hardly ever asked for, so it is not kept: who asks gets it from `JSONDecoder`.
    var codingPath: [any CodingKey] {
      decoder.isUnfit = true
      return []
    }

    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
      throw decoder.unfit()
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw decoder.unfit() }
    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    func decodeNil() -> Bool {
      if case .null = token { true } else { false }
    }

    func decode(_ type: Bool.Type) throws -> Bool {
      guard case .bool(let value) = token else { throw decoder.unfit() }
      return value
    }

    func decode(_ type: String.Type) throws -> String {
      guard case .string(let value) = token else { throw decoder.unfit() }
      return value
    }

    func decode(_ type: Double.Type) throws -> Double {
      switch token {
      case .double(let value): return value
      case .float(let number):
        if let value = Double(number.description) { return value }
      case .integer(let number):
        if let value = Double(exactly: number) { return value }
      default: break
      }
      throw decoder.unfit()
    }

    func decode(_ type: Float.Type) throws -> Float {
      if case .float(let value) = token { return value }
      guard case .double(let value) = token else { return try integer() }
      let rounded = Float(value)
      // Digits rounded twice differ from digits rounded once only if the `Double` is in the middle of two floats.
      guard Float(value.nextDown) == Float(value.nextUp), rounded.isFinite, rounded != 0 || value == 0
      else { throw decoder.unfit() }
      return rounded
    }

    func decode(_ type: Int.Type) throws -> Int { try integer() }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
    func decode(_ type: UInt.Type) throws -> UInt { try integer() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }
    func decode(_ type: Int128.Type) throws -> Int128 { try integer() }
    func decode(_ type: UInt128.Type) throws -> UInt128 { try integer() }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      if Value.self == Date.self { try decoder.meetDate() }
      return try Value(from: self)
    }

    private func integer<Value: Numeric>() throws -> Value {
      guard case .integer(let number) = token, let value = Value(exactly: number) else { throw decoder.unfit() }
      return value
    }
  }
}
