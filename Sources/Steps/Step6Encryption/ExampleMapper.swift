public import EventSourcing
public import EventSourcingCrypto
public import Step1Events

/// Maps the events of examples.
public typealias ExampleMapper = SequencedItemMapper<DomainEvent<ExampleEvent>>

extension ExampleMapper {
  /// The mapper that compresses, then encrypts: encrypted data cannot be made smaller any more.
  ///
  /// - Throws: `OpenSSLError` if OpenSSL does not have the algorithm.
  public static func encrypting(with key: AESKey) throws -> ExampleMapper {
    ExampleMapper(compressor: ZlibCompressor(), cipher: try AESCipher(key: key))
  }
}
