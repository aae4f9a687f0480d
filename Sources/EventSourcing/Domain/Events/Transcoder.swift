public import Foundation

/// Turns values into bytes and back.
///
/// The configuration carries the name of an enum's case past the encoder, so that the stored form is flat; see
/// `FlatPayload`. Foundation's own encoders and decoders support it as they are.
public protocol Transcoder: Sendable {
  func encode<Value: EncodableWithConfiguration>(
    _ value: Value, configuration: Value.EncodingConfiguration
  ) throws -> Data

  func decode<Value: DecodableWithConfiguration>(
    _ type: Value.Type, from data: Data, configuration: Value.DecodingConfiguration
  ) throws -> Value
}

extension Transcoder {
  package func encode(_ value: some Encodable) throws -> Data {
    try encode(Unconfigured(value), configuration: ())
  }

  package func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    try decode(Unconfigured<Value>.self, from: data, configuration: ()).value
  }
}

/// Lets a plain `Codable` value pass through the one pair of methods that a transcoder has.
private struct Unconfigured<Value> {
  let value: Value

  init(_ value: Value) {
    self.value = value
  }
}

extension Unconfigured: EncodableWithConfiguration where Value: Encodable {
  func encode(to encoder: any Encoder, configuration: Void) throws {
    try value.encode(to: encoder)
  }
}

extension Unconfigured: DecodableWithConfiguration where Value: Decodable {
  init(from decoder: any Decoder, configuration: Void) throws {
    value = try Value(from: decoder)
  }
}
