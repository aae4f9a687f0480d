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
      let stored = try transcoder.decode(Older.self, from: data)
      do {
        return try transcoder.encode(transform(stored))
      } catch {
        throw UpcastFailed(errorType: String(describing: type(of: error)))
      }
    }
  }

  package func callAsFunction(_ data: Data, using transcoder: any Transcoder) throws -> Data {
    try step(data, transcoder)
  }
}

/// An upcast could not make the newer shape.
package struct UpcastFailed: Error {
  /// The type of the error that it threw, which itself may have stored values in it.
  package let errorType: String
}
