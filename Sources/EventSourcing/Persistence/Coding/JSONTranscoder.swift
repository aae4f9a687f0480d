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
  private let decoder: JSONDecoder

  /// Whether dates are written as they write themselves.
  private let hasPlainDates: Bool

  // What a failure costs was measured: to encode, nearly what a success saves; to decode, a seventh of it.
  private let quickEncodings = QuickTries(gain: 2)
  private let quickDecodings = QuickTries(gain: 7)

  /// - Parameter dates: How a `Date` is stored, to be chosen before the first event is.
  public init(dates: Dates = .secondsSince2001) {
    encoder = JSONEncoder().writing(dates)
    decoder = JSONDecoder().reading(dates)
    hasPlainDates = dates == .secondsSince2001
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  public func encode<Value: EncodableWithConfiguration>(
    _ value: Value, configuration: Value.EncodingConfiguration
  ) throws -> Data {
    try encodeToBeRead(value, configuration: configuration).data
  }

  /// Encodes a value, and tells what is in the data, if that is plain enough to be known without reading it.
  func encodeToBeRead<Value: EncodableWithConfiguration>(
    _ value: Value, configuration: Value.EncodingConfiguration
  ) throws -> (data: Data, object: QuickJSONObject?) {
    if quickEncodings.isWorthOne,
      let quick = QuickJSONEncoder.encode(value, configuration: configuration, hasPlainDates: hasPlainDates)
    {
      quickEncodings.wentQuick()
      return quick
    }
    quickEncodings.wentSlow()
    return (try encoder.encode(value, configuration: configuration), nil)
  }

  /// Whether a type reads what it has written; `false` also if only the data can tell.
  func reads<Value: DecodableWithConfiguration>(
    _ type: Value.Type, in written: QuickJSONObject, configuration: Value.DecodingConfiguration
  ) -> Bool {
    QuickJSONDecoder.reads(type, in: written, configuration: configuration, hasPlainDates: hasPlainDates)
  }

  public func decode<Value: DecodableWithConfiguration>(
    _ type: Value.Type, from data: Data, configuration: Value.DecodingConfiguration
  ) throws -> Value {
    if quickDecodings.isWorthOne {
      do {
        let value = try QuickJSONDecoder.decode(
          type, from: data, configuration: configuration, hasPlainDates: hasPlainDates)
        quickDecodings.wentQuick()
        return value
      } catch {}
    }
    quickDecodings.wentSlow()
    return try decoder.decode(type, from: data, configuration: configuration)
  }
}
