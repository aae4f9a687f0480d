/// Stands between an enum's synthesised `init(from:)` and a real decoder: answers that there is one case, of the
/// name given, and hands through the container of its values.
///
/// A class, so that the container within the container is small: it is copied for each event.
final class FlatDecoder: Decoder {
  let inner: any Decoder
  let name: String

  init(inner: any Decoder, name: String) {
    self.inner = inner
    self.name = name
  }

  var codingPath: [any CodingKey] { inner.codingPath }
  var userInfo: [CodingUserInfoKey: Any] { inner.userInfo }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(CaseContainer<Key>(decoder: self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw NotAnEnumOfCases() }
  func singleValueContainer() throws -> any SingleValueDecodingContainer { throw NotAnEnumOfCases() }
}

private struct CaseContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: FlatDecoder

  var codingPath: [any CodingKey] { decoder.codingPath }
  var allKeys: [Key] {
    guard let key = Key(stringValue: decoder.name) else { return [] }
    return [key]
  }

  func contains(_ key: Key) -> Bool { key.stringValue == decoder.name }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try decoder.inner.container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw NotAnEnumOfCases() }
  func decodeNil(forKey key: Key) throws -> Bool { throw NotAnEnumOfCases() }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { throw NotAnEnumOfCases() }
  func superDecoder() throws -> any Decoder { throw NotAnEnumOfCases() }
  func superDecoder(forKey key: Key) throws -> any Decoder { throw NotAnEnumOfCases() }
}
