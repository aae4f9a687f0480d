import Foundation

/// A payload in its flat stored form: the values of one case, without the case's name around them.
///
/// Swift's synthesised coding of an enum writes `{"valueChanged":{"name":"foo"}}`. Here the topic says which case
/// it is, so the data is `{"name":"foo"}`. The name of the case leaves through the encoder's configuration and
/// comes back through the decoder's.
struct FlatPayload<Payload: EventPayload> {
  let payload: Payload

  init(_ payload: Payload) {
    self.payload = payload
  }
}

extension FlatPayload: EncodableWithConfiguration {
  func encode(to encoder: any Encoder, configuration name: CaseName) throws {
    try payload.encode(to: FlatEncoder(inner: encoder, name: name))
  }
}

extension FlatPayload: DecodableWithConfiguration {
  init(from decoder: any Decoder, configuration name: String) throws {
    payload = try Payload(from: FlatDecoder(inner: decoder, name: name))
  }
}

/// Receives the coding key of the case that is being encoded.
final class CaseName {
  var key: String?
}
