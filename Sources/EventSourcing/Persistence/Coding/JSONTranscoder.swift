public import Foundation

/// JSON that a person can read, with keys in order, so that equal values have equal bytes.
///
/// Sets, and dictionaries whose keys are neither strings nor integers, are the exception: they are written as
/// lists, in an order that changes from run to run.
///
/// Foundation's coders say what is right. Small flat objects, which most events are, are coded without them, to the same
/// result: then coding is not what a replay waits for.
public struct JSONTranscoder: Transcoder {
  // Both coders are made once: making one costs about as much as coding a small event.
  private let encoder: JSONEncoder
  private let decoder = JSONDecoder()

  public init() {
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  public func encode<Value: EncodableWithConfiguration>(
    _ value: Value, configuration: Value.EncodingConfiguration
  ) throws -> Data {
    if let data = QuickJSONEncoder.encode(value, configuration: configuration) { return data }
    return try encoder.encode(value, configuration: configuration)
  }

  public func decode<Value: DecodableWithConfiguration>(
    _ type: Value.Type, from data: Data, configuration: Value.DecodingConfiguration
  ) throws -> Value {
    do {
      return try QuickJSONDecoder.decode(type, from: data, configuration: configuration)
    } catch {
      return try decoder.decode(type, from: data, configuration: configuration)
    }
  }
}
