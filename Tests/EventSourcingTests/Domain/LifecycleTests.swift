import EventSourcing
import Foundation
import Testing

@Suite("A lifecycle")
struct LifecycleTests {
  let id = IDGenerator.counting().next()

  /// That of an aggregate that has taken a command, and so has a help for the next one.
  private func used() throws -> Lifecycle {
    var voyage = try Voyage.plan(id: id)
    try voyage.load("tea", kilograms: 20)
    return voyage.lifecycle
  }

  @Test func `survives being coded, for snapshots`() throws {
    for lifecycle in [Lifecycle(createdBy: try #require(Account.history(id).first)), try used()] {
      #expect(try JSONDecoder().decode(Lifecycle.self, from: JSONEncoder().encode(lifecycle)) == lifecycle)
    }
  }

  @Test func `is coded in a form of its own, whatever commands came before`() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let expected = """
      {"createdOn":1767225600000000,"id":"\(id)","isDiscarded":false,"lastModifiedOn":1767225601000000,"version":2}
      """
    #expect(String(decoding: try encoder.encode(used()), as: UTF8.self) == expected)
  }

  @Test func `equals that of a replay, and is shown without more`() throws {
    var voyage = try Voyage.plan(id: id)
    try voyage.load("tea", kilograms: 20)
    let replayed = try #require(try Voyage.replaying(voyage.pendingEvents)).lifecycle
    #expect(voyage.lifecycle == replayed && voyage.lifecycle.hashValue == replayed.hashValue)
    #expect("\(voyage.lifecycle)" == "\(replayed)")
    #expect(Mirror(reflecting: replayed).children.count == 5)
    try voyage.cancel()
    #expect(voyage.lifecycle != replayed)
  }
}
