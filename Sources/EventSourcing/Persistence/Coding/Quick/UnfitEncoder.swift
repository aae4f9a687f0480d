import Foundation

/// Refuses all that is encoded into it: what a `QuickJSONEncoder` hands out where it cannot go on.
struct UnfitEncoder: Encoder, SingleValueEncodingContainer, UnkeyedEncodingContainer {
  struct Unfit: Error {}

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }
  var count: Int { 0 }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(Fields<Key>())
  }

  func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    container(keyedBy: type)
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer { self }
  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { self }
  func singleValueContainer() -> any SingleValueEncodingContainer { self }
  func superEncoder() -> any Encoder { self }
  func encodeNil() throws { throw Unfit() }
  func encode(_ value: some Encodable) throws { throw Unfit() }

  private struct Fields<Key: CodingKey>: KeyedEncodingContainerProtocol {
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) throws { throw Unfit() }
    func encode(_ value: some Encodable, forKey key: Key) throws { throw Unfit() }

    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
      UnfitEncoder().container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { UnfitEncoder() }
    func superEncoder() -> any Encoder { UnfitEncoder() }
    func superEncoder(forKey key: Key) -> any Encoder { UnfitEncoder() }
  }
}
