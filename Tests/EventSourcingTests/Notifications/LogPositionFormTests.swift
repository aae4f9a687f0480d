import EventSourcing
import Foundation
import Testing

@Suite("The stored form of a log position")
struct LogPositionFormTests {
  @Test(arguments: [
    (LogPosition(id: 7), #"{"id":7}"#),
    (
      LogPosition(
        id: 7, log: UUID(uuidString: "00000000-0000-4000-8000-000000000001"), digest: ItemDigest(rawValue: -5)),
      #"{"digest":-5,"id":7,"log":"00000000-0000-4000-8000-000000000001"}"#
    ),
  ])
  func `is flat, and is read again`(_ position: LogPosition, _ text: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(String(decoding: try encoder.encode(position), as: UTF8.self) == text)
    #expect(try JSONDecoder().decode(LogPosition.self, from: Data(text.utf8)) == position)
  }
}
