import Foundation

/// A record of the stream that Swift Testing writes while tests run, one JSON object a line.
///
/// Only what is needed is read, and all of it may be missing: the format grows from version to version.
struct TestEvent: Decodable {
  struct Payload: Decodable {
    // Of a test.
    let id: String?
    let name: String?
    let displayName: String?
    let sourceLocation: Place?

    /// Whether it is a suite or a function; or what happened.
    let kind: String?

    // Of what happened.
    let testID: String?
    let messages: [Message]?
    let issue: Issue?
  }

  struct Message: Decodable {
    let symbol: String?
    let text: String?
  }

  struct Issue: Decodable {
    let isKnown: Bool?
    let sourceLocation: Place?
  }

  struct Place: Decodable {
    // swift-format-ignore: NoLeadingUnderscores
    let _filePath: String?
    let filePath: String?
    let line: Int?
  }

  /// `test` or `event`.
  let kind: String
  let payload: Payload

  /// The records of a stream, without lines that cannot be read: a crash may cut one off.
  static func read(_ stream: Data) -> [TestEvent] {
    let decoder = JSONDecoder()
    return stream.split(separator: UInt8(ascii: "\n")).compactMap { try? decoder.decode(TestEvent.self, from: $0) }
  }
}
