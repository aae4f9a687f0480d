public import Foundation

/// JSON that a person can read, with keys in order, so that equal values have equal bytes.
///
/// Sets, and dictionaries whose keys are neither strings nor integers, are the exception: they are written as
/// lists, in an order that changes from run to run.
///
/// Foundation's coders say what is right. Small flat objects, which most events are, are coded without them, to the
/// same result: then coding is not what a replay waits for.
public struct JSONTranscoder: Transcoder {
  // Both coders are made once: making one costs about as much as coding a small event.
  private let encoder: JSONEncoder
  private let decoder = JSONDecoder()

  // What a failure costs was measured: to encode, nearly what a success saves; to decode, a seventh of it.
  private let quickEncodings = QuickTries(gain: 2)
  private let quickDecodings = QuickTries(gain: 7)

  public init() {
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  public func encode<Value: EncodableWithConfiguration>(
    _ value: Value, configuration: Value.EncodingConfiguration
  ) throws -> Data {
    try encodeToBeRead(value, configuration: configuration).data
  }

  /// Encodes a value, and tells whether it is certain that the data can be read.
  ///
  /// It is not if the value has more in it than texts, numbers, flags, dates and ids: `JSONEncoder` writes a
  /// `Decimal` that is not a number, and a type may write what it does not read.
  func encodeToBeRead<Value: EncodableWithConfiguration>(
    _ value: Value, configuration: Value.EncodingConfiguration
  ) throws -> (data: Data, isCertain: Bool) {
    if quickEncodings.isWorthOne, let quick = QuickJSONEncoder.encode(value, configuration: configuration) {
      quickEncodings.wentQuick()
      return quick
    }
    quickEncodings.wentSlow()
    return (try encoder.encode(value, configuration: configuration), false)
  }

  public func decode<Value: DecodableWithConfiguration>(
    _ type: Value.Type, from data: Data, configuration: Value.DecodingConfiguration
  ) throws -> Value {
    if quickDecodings.isWorthOne {
      do {
        let value = try QuickJSONDecoder.decode(type, from: data, configuration: configuration)
        quickDecodings.wentQuick()
        return value
      } catch {}
    }
    quickDecodings.wentSlow()
    return try decoder.decode(type, from: data, configuration: configuration)
  }
}
