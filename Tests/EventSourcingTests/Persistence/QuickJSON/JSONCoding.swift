import EventSourcing
import Foundation
import Testing

/// The two ways that must come to the same: the library's transcoder, and Foundation's coders with its options.
enum JSONCoding {
  /// By a new transcoder, since one that has failed to be quick a few times tries less often.
  static func own(encoding value: some Encodable, coders: CoderLog = CoderLog()) throws -> Data {
    try JSONTranscoder().encode(Logged(value), configuration: coders)
  }

  static func own<Value: Decodable>(
    _ type: Value.Type, from data: Data, coders: CoderLog = CoderLog()
  ) throws -> Value {
    try JSONTranscoder().decode(Logged<Value>.self, from: data, configuration: coders).value
  }

  static func foundations(encoding value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value)
  }

  static func foundations<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    try JSONDecoder().decode(type, from: data)
  }

  /// Expects one result of both, to the last bit and byte, which `==` does not see in -0 and in an accent.
  static func expectSame<Value: Codable & Equatable>(_ type: Value.Type, from text: String) throws {
    let data = Data(text.utf8)
    let own = try? own(type, from: data)
    let foundations = try? foundations(type, from: data)
    #expect(own == foundations, "\(type) from \(text)")
    #expect(
      (try own.map { try self.foundations(encoding: $0) })
        == (try foundations.map { try self.foundations(encoding: $0) }),
      "\(type) from \(text)")
  }
}

/// Which coders a value was given to, in order: the last one counted.
final class CoderLog {
  static let quickEncoder = "QuickJSONEncoder"
  static let quickDecoder = "QuickJSONDecoder"

  var names: [String] = []
}

/// Passes a plain value through a transcoder, as it stands.
struct Logged<Value> {
  let value: Value

  init(_ value: Value) {
    self.value = value
  }
}

extension Logged: EncodableWithConfiguration where Value: Encodable {
  func encode(to encoder: any Encoder, configuration: CoderLog) throws {
    configuration.names.append("\(type(of: encoder))")
    try value.encode(to: encoder)
  }
}

extension Logged: DecodableWithConfiguration where Value: Decodable {
  init(from decoder: any Decoder, configuration: CoderLog) throws {
    configuration.names.append("\(type(of: decoder))")
    value = try Value(from: decoder)
  }
}

/// An object of one field.
struct Field<Value: Codable & Equatable>: Codable, Equatable {
  let n: Value

  init(_ n: Value) {
    self.n = n
  }
}
