import Foundation

/// How the values of a log become JSON and back.
enum LogJSON {
  /// The same value is always the same bytes, so that an answer can be known by them.
  static func data(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value)
  }

  /// - Throws: `UnreadableAnswer`.
  static func value<Value: Decodable>(_ type: Value.Type, from data: Data) throws(UnreadableAnswer) -> Value {
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch let error as UnreadableAnswer {
      throw error
    } catch let error as DecodingError {
      throw UnreadableAnswer(why: error.short)
    } catch {
      throw UnreadableAnswer(why: "it is no JSON")
    }
  }
}

/// An answer is not what a notification log answers.
struct UnreadableAnswer: Error {
  /// The rest of a sentence, without anything of the answer.
  let why: String
}

extension DecodingError {
  /// Where the value is not as it should be, by the names that this library looks for; without the value.
  fileprivate var short: String {
    switch self {
    case .keyNotFound(let key, _): "“\(key.stringValue)” is missing in it"
    case .typeMismatch(_, let context), .valueNotFound(_, let context): "\(context.place) is of another kind"
    case .dataCorrupted(let context): context.codingPath.isEmpty ? "it is no JSON" : "\(context.place) is impossible"
    @unknown default: "it is no JSON"
    }
  }
}

extension DecodingError.Context {
  fileprivate var place: String {
    let path = codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    return path.isEmpty ? "the whole of it" : "“\(path)”"
  }
}
