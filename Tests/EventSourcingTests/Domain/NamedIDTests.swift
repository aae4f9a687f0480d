import EventSourcing
import Foundation
import Testing

@Suite("The id of a name")
struct NamedIDTests {
  private let dns = UUID(uuidString: "6ba7b810-9dad-11d1-80b4-00c04fd430c8") ?? UUID()

  @Test func `is the one of RFC 9562, appendix A.4`() {
    #expect(UUID(named: "www.example.com", in: dns).uuidString == "2ED6657D-E927-568B-95E1-2665A8AEA6A2")
  }

  /// Where the padding of the digest begins a block of its own; the values are Python's `uuid.uuid5`.
  @Test(arguments: [
    (0, "4EBD0208-8328-5D69-8C44-EC50939C0967"),
    (1, "9A19591E-AF5B-586D-B161-7F93E6B7E37E"),
    (19, "C0CD7D13-9073-5DE6-9B23-5EF42864C61B"),
    (20, "FE53CD03-B44F-5728-BD65-B72648E62CCE"),
    (24, "7F9BCC0B-06BA-5C8D-BC87-F8023D62A1B6"),
    (51, "549CB856-E183-5355-AD44-31C97E1723B2"),
    (52, "7FD38099-BAC0-5989-B6D4-675CC4BF3A2C"),
    (1000, "468DD7D5-6F59-5E49-B3C8-55D36214879C"),
  ])
  func `is the same for names of any length`(_ length: Int, _ expected: String) {
    #expect(UUID(named: String(repeating: "ä", count: length), in: dns).uuidString == expected)
  }

  @Test func `differs where bytes differ, though the name looks the same`() {
    #expect(UUID(named: "\u{E9}", in: dns) != UUID(named: "e\u{301}", in: dns))
  }
}
