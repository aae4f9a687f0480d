/// Stands between an enum's synthesised `encode(to:)` and a real encoder: takes the name of the case, and hands
/// through the container of its values.
///
/// A class, so that the container within the container is small: it is copied for each event.
final class FlatEncoder: Encoder {
  let inner: any Encoder
  let name: CaseName

  init(inner: any Encoder, name: CaseName) {
    self.inner = inner
    self.name = name
  }

  var codingPath: [any CodingKey] { inner.codingPath }
  var userInfo: [CodingUserInfoKey: Any] { inner.userInfo }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(CaseContainer<Key>(encoder: self))
  }

  // The two below cannot throw, so the real encoder goes on and the missing name of a case is the error.
  func unkeyedContainer() -> any UnkeyedEncodingContainer { inner.unkeyedContainer() }
  func singleValueContainer() -> any SingleValueEncodingContainer { inner.singleValueContainer() }
}

private struct CaseContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: FlatEncoder

  var codingPath: [any CodingKey] { encoder.codingPath }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    encoder.name.key = key.stringValue
    return encoder.inner.container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder.unkeyedContainer()
  }

  mutating func encodeNil(forKey key: Key) throws { throw NotAnEnumOfCases() }
  mutating func encode(_ value: some Encodable, forKey key: Key) throws { throw NotAnEnumOfCases() }
  mutating func superEncoder() -> any Encoder { encoder }
  mutating func superEncoder(forKey key: Key) -> any Encoder { encoder }
}
