import EventSourcing
import Foundation
import Testing

@Suite("An id that is made of a name")
struct NamedIDTests {
  private let dns = UUID(uuidString: "6ba7b810-9dad-11d1-80b4-00c04fd430c8")

  @Test func `is that of RFC 9562, appendix A.4`() throws {
    let id = UUID(named: "www.example.com", in: try #require(dns))
    #expect(id == UUID(uuidString: "2ed6657d-e927-568b-95e1-2665a8aea6a2"))
  }

  /// By Python's `uuid.uuid5`, at lengths where the padding of the hash has another number of blocks.
  @Test(arguments: [
    (0, "4ebd0208-8328-5d69-8c44-ec50939c0967"),
    (39, "1020707d-5b3b-5f65-abd4-588a8f3158f9"),
    (40, "0c00213e-c6be-54c4-9c4a-41d4ad37ac9b"),
    (47, "5294e76f-4373-5498-a574-31e14038cda9"),
    (48, "f25f9209-0b0f-53e9-8b89-9872fd4f4807"),
    (103, "742cc392-582c-5697-a3b5-729c6dda1aec"),
    (1000, "4fa04846-9569-55c9-8dad-4e6edc6ea089"),
  ])
  func `is what others make of it, whatever its length`(length: Int, expected: String) throws {
    let id = UUID(
      named: String(repeating: "é", count: length / 2) + (length % 2 == 1 ? "a" : ""), in: try #require(dns))
    #expect(id == UUID(uuidString: expected))
  }

  @Test func `is another for the same letters in other bytes`() throws {
    let dns = try #require(dns)
    #expect(UUID(named: "e\u{301}", in: dns) != UUID(named: "\u{e9}", in: dns))
    #expect(UUID(named: "", in: dns) != UUID(named: "", in: UUID()))
  }
}
