import EventSourcing
import Foundation
import Testing

@Suite("An id generator")
struct IDGeneratorTests {
  @Test func `that counts gives the same ids in each run`() {
    let ids = IDGenerator.counting()
    #expect(ids.next().uuidString == "00000000-0000-4000-8000-000000000001")
    #expect(ids.next().uuidString == "00000000-0000-4000-8000-000000000002")
  }

  @Test func `that counts starts anew when it is made anew`() {
    let first = IDGenerator.counting().next()
    #expect(IDGenerator.counting().next() == first)
  }

  @Test func `that counts goes on past one byte`() {
    let ids = IDGenerator.counting()
    let last = (0..<300).map { _ in ids.next() }.last
    #expect(last?.uuidString == "00000000-0000-4000-8000-00000000012C")
  }

  @Test func `that is random does not repeat itself`() {
    #expect(Set((0..<100).map { _ in IDGenerator.random.next() }).count == 100)
  }

  @Test func `gives what it was made with`() {
    let id = IDGenerator.counting().next()
    #expect(IDGenerator { id }.next() == id)
  }
}
