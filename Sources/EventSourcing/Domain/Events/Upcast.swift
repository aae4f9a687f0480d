package import Foundation

/// One step from a stored shape of an event to the next newer one.
///
/// Each shape is a small `Codable` struct that stays in the code for as long as events of that shape are stored:
///
///     struct RenamedV1: Codable { let title: String }
///     struct RenamedV2: Codable { let title: String, language: String }
///
///     static let upcasts: [CodingKeys: [Upcast]] = [
///       .renamed: [Upcast(from: RenamedV1.self) { RenamedV2(title: $0.title, language: "en") }]
///     ]
public struct Upcast: Sendable {
  private let step: @Sendable (Data, any Transcoder) throws -> Data

  /// Makes the step that decodes the older shape and encodes what the transform returns.
  public init<Older: Decodable & Sendable, Newer: Encodable & Sendable>(
    from older: Older.Type,
    _ transform: @escaping @Sendable (Older) throws -> Newer
  ) {
    step = { data, transcoder in
      try transcoder.encode(transform(transcoder.decode(Older.self, from: data)))
    }
  }

  package func callAsFunction(_ data: Data, using transcoder: any Transcoder) throws -> Data {
    try step(data, transcoder)
  }
}
