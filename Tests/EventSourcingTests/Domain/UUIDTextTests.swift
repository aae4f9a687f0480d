import EventSourcing
import Foundation
import Testing

@Suite("The text of an id")
struct UUIDTextTests {
  @Test func `is that of Foundation, and is read again`() {
    for _ in 0..<1_000 {
      let id = UUID()
      #expect(id.text == id.uuidString)
      #expect(UUID(text: id.text) == id)
      #expect(UUID(text: id.uuidString.lowercased()) == id)
    }
  }

  @Test(arguments: [
    "", "0", "00112233-4455-6677-8899-AABBCCDDEEF", "00112233-4455-6677-8899-AABBCCDDEEFF0",
    "00112233 4455-6677-8899-AABBCCDDEEFF", "00112233-4455-6677-8899-AABBCCDDEEFG",
    "0011223344556677-8899-AABBCCDDEEFF--",
    "０0112233-4455-6677-8899-AABBCCDDEE", "{00112233-4455-6677-8899-AABBCCDDEE}",
  ])
  func `is not read of anything else`(_ text: String) {
    #expect(UUID(text: text) == nil)
  }
}
