import Foundation

/// Encodes a `QuickJSONObject`, faster than `JSONEncoder` with sorted keys, and to the same bytes or none.
final class QuickJSONEncoder: Encoder {
  private var fields: [(key: String, value: QuickJSONObject.Value)] = []

  /// Whether there was something that only `JSONEncoder` knows how to write.
  private var isUnfit = false

  /// Whether the value has begun to be an object: one that writes nothing at all is a mistake.
  private var hasBegun = false

  /// Whether dates are written as they write themselves.
  private let hasPlainDates: Bool

  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  private init(hasPlainDates: Bool) {
    self.hasPlainDates = hasPlainDates
    // As many as nearly all events have: a list that grows is moved several times.
    fields.reserveCapacity(8)
  }

  /// Encodes a value.
  ///
  /// - Returns: The data, and what is in it; `nil` if `JSONEncoder` must do it: for what there is in the value, or for a
  ///   mistake.
  static func encode<Value: EncodableWithConfiguration>(
    _ value: Value, configuration: Value.EncodingConfiguration, hasPlainDates: Bool
  ) -> (data: Data, object: QuickJSONObject)? {
    let encoder = QuickJSONEncoder(hasPlainDates: hasPlainDates)
    guard (try? value.encode(to: encoder, configuration: configuration)) != nil, encoder.hasBegun, !encoder.isUnfit
    else { return nil }
    return QuickJSONWriter.data(of: encoder.fields).map { ($0, QuickJSONObject(written: encoder.fields)) }
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    hasBegun = true
    return KeyedEncodingContainer(Fields(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer { unfit() }
  func singleValueContainer() -> any SingleValueEncodingContainer { unfit() }

  private func meetDate() {
    if !hasPlainDates { isUnfit = true }
  }

  private func unfit() -> UnfitEncoder {
    isUnfit = true
    return UnfitEncoder()
  }

  private struct Fields<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: QuickJSONEncoder

    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) throws { field(key).encodeNil() }
    func encode(_ value: Bool, forKey key: Key) throws { field(key).encode(value) }
    func encode(_ value: String, forKey key: Key) throws { field(key).encode(value) }
    func encode(_ value: Double, forKey key: Key) throws { try field(key).encode(value) }
    func encode(_ value: Float, forKey key: Key) throws { try field(key).encode(value) }
    func encode(_ value: Int, forKey key: Key) throws { field(key).encode(value) }
    func encode(_ value: Int8, forKey key: Key) throws { try field(key).encode(value) }
    func encode(_ value: Int16, forKey key: Key) throws { try field(key).encode(value) }
    func encode(_ value: Int32, forKey key: Key) throws { try field(key).encode(value) }
    func encode(_ value: Int64, forKey key: Key) throws { try field(key).encode(value) }
    func encode(_ value: UInt, forKey key: Key) throws { try field(key).encode(value) }
    func encode(_ value: UInt8, forKey key: Key) throws { try field(key).encode(value) }
    func encode(_ value: UInt16, forKey key: Key) throws { try field(key).encode(value) }
    func encode(_ value: UInt32, forKey key: Key) throws { try field(key).encode(value) }
    func encode(_ value: UInt64, forKey key: Key) throws { try field(key).encode(value) }
    func encode(_ value: Int128, forKey key: Key) throws { try field(key).encode(value) }
    func encode(_ value: UInt128, forKey key: Key) throws { try field(key).encode(value) }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
      // It writes itself so, too, and takes ten times as long.
      if Value.self == UUID.self, let id = value as? UUID { return field(key).encode(id.text) }
      let count = encoder.fields.count
      if Value.self == Date.self { encoder.meetDate() }
      try value.encode(to: field(key))
      // A value that writes nothing, or writes twice, is not for here.
      if encoder.fields.count != count + 1 { encoder.isUnfit = true }
    }

    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
      encoder.unfit().container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { encoder.unfit() }
    func superEncoder() -> any Encoder { encoder.unfit() }
    func superEncoder(forKey key: Key) -> any Encoder { encoder.unfit() }

    private func field(_ key: Key) -> Field { Field(encoder: encoder, key: key.stringValue) }
  }

  private struct Field: Encoder, SingleValueEncodingContainer {
    let encoder: QuickJSONEncoder
    let key: String

    /// Hardly ever asked for, so it is not kept: who asks gets it from `JSONEncoder`.
    var codingPath: [any CodingKey] {
      encoder.isUnfit = true
      return []
    }

    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
      encoder.unfit().container(keyedBy: type)
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { encoder.unfit() }
    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func encodeNil() { set(.null) }
    func encode(_ value: Bool) { set(.bool(value)) }
    func encode(_ value: String) { set(.string(value)) }
    func encode(_ value: Double) throws { try encode(value, as: .double(value)) }
    func encode(_ value: Float) throws { try encode(value, as: .float(value)) }
    func encode(_ value: Int) { set(.integer(value)) }
    func encode(_ value: Int8) throws { try encode(integer: value) }
    func encode(_ value: Int16) throws { try encode(integer: value) }
    func encode(_ value: Int32) throws { try encode(integer: value) }
    func encode(_ value: Int64) throws { try encode(integer: value) }
    func encode(_ value: UInt) throws { try encode(integer: value) }
    func encode(_ value: UInt8) throws { try encode(integer: value) }
    func encode(_ value: UInt16) throws { try encode(integer: value) }
    func encode(_ value: UInt32) throws { try encode(integer: value) }
    func encode(_ value: UInt64) throws { try encode(integer: value) }
    func encode(_ value: Int128) throws { try encode(integer: value) }
    func encode(_ value: UInt128) throws { try encode(integer: value) }
    func encode<Value: Encodable>(_ value: Value) throws {
      if Value.self == Date.self { encoder.meetDate() }
      try value.encode(to: self)
    }

    private func encode(integer value: some FixedWidthInteger & Encodable) throws {
      guard let number = Int(exactly: value) else { return try encoder.unfit().encode(value) }
      set(.integer(number))
    }

    /// Infinity, and what is not a number, are mistakes.
    private func encode(_ value: some BinaryFloatingPoint & Encodable, as token: QuickJSONObject.Value) throws {
      guard value.isFinite else { return try encoder.unfit().encode(value) }
      set(token)
    }

    private func set(_ value: QuickJSONObject.Value) {
      encoder.fields.append((key, value))
    }
  }
}
