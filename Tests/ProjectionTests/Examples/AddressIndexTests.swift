import EventSourcing
import EventSourcingSQLite
import Foundation
import ProjectionSupport
import Testing

@Suite("The index of e-mail addresses", .timeLimit(.minutes(1)))
struct AddressIndexTests {
  private let ada = UUID.till(1)
  private let bob = UUID.till(2)

  @Test func `finds who has verified an address, and nobody else`() async throws {
    try await withIndex { recorder, view, projector in
      try await recorder.append(
        items([Person.addressGiven(address: "ada@example.com"), .addressGiven(address: "a.l@example.com")], of: ada))
      try await projector.catchUp()
      #expect(try await AddressIndex.person(with: "ada@example.com", in: view) == nil)
      try await recorder.append(items([Person.addressVerified(address: "ada@example.com")], of: ada, from: 2))
      // Somebody else cannot have it as well.
      try await recorder.append(items([Person.addressVerified(address: "Ada@Example.com")], of: bob))
      try await projector.catchUp()
      #expect(try await AddressIndex.person(with: "ADA@example.com", in: view) == ada)
      #expect(try await AddressIndex.person(with: "a.l@example.com", in: view) == nil)
      try await recorder.append(items([Person.addressGivenUp(address: "ada@example.com")], of: bob, from: 1))
      try await projector.catchUp()
      #expect(try await AddressIndex.person(with: "ada@example.com", in: view) == ada)
      try await recorder.append(items([Person.addressGivenUp(address: "ada@example.com")], of: ada, from: 3))
      try await projector.catchUp()
      #expect(try await AddressIndex.person(with: "ada@example.com", in: view) == nil)
    }
  }

  @Test func `has ids of version 5, which are the same everywhere`() {
    let id = AddressIndex.id(of: "ada@example.com")
    #expect(id.uuid.6 >> 4 == 5)
    #expect(id == AddressIndex.id(of: "ADA@EXAMPLE.COM"))
    #expect(id != AddressIndex.id(of: "bob@example.com"))
  }

  @Test func `has an address claimed by one of many who would at once`() async throws {
    try await withIndex { recorder, view, projector in
      let people = (10..<20).map { UUID.till($0) }
      let winners = await withTaskGroup(of: UUID?.self) { group in
        for person in people {
          group.addTask {
            do {
              let events = try items([Person.addressVerified(address: "box@example.com")], of: person)
              try await AddressIndex.claim("box@example.com", with: events, for: person, in: recorder)
              return person
            } catch {
              #expect(error is ConcurrencyError)
              return nil
            }
          }
        }
        return await group.reduce(into: []) { winners, person in winners += person.map { [$0] } ?? [] }
      }
      #expect(winners.count == 1)
      try await projector.catchUp()
      #expect(try await AddressIndex.person(with: "box@example.com", in: view) == winners.first)
    }
  }

  private func withIndex(
    _ body: (SQLiteRecorder, SQLiteView, Projector<SQLiteView>) async throws -> Void
  ) async throws {
    let database = try await SQLiteDatabase(.memory)
    let recorder = try await database.recorder()
    let view = try await SQLiteView("addresses", in: database)
    let projector = try Projector(
      AddressIndex.projection(), from: ["people": LocalNotificationLog(recorder)], into: view)
    try await body(recorder, view, projector)
    try await database.close()
  }
}
