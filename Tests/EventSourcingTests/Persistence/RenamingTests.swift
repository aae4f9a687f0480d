import EventSourcing
import Foundation
import Testing

/// The payload as it was first written.
private enum BookEvent: EventPayload, Equatable {
  static let storedName = "Book"

  case registered(title: String, Int)
  case returned

  enum CodingKeys: String, CodingKey, CaseIterable { case registered, returned }
}

/// The same payload after each Swift name in it was changed.
private enum VolumeChange: EventPayload, Equatable {
  static let storedName = "Book"

  case catalogued(name: String, pages: Int)
  case broughtBack

  enum CodingKeys: String, CodingKey, CaseIterable {
    case catalogued = "registered"
    case broughtBack = "returned"
  }

  enum CataloguedCodingKeys: String, CodingKey {
    case name = "title"
    case pages = "_1"
  }
}

/// A payload with an enum inside one of its values.
private enum ShelfEvent<Place: Codable & Equatable & Sendable>: EventPayload, Equatable {
  static var storedName: String { "Shelf" }

  case moved(to: Place)

  enum CodingKeys: String, CodingKey, CaseIterable { case moved }
}

private enum Shelf: String, Codable { case upstairs }
private enum RenamedShelf: String, Codable { case attic }
private enum KeptShelf: String, Codable { case attic = "upstairs" }

@Suite("Renaming a payload type, its cases and their labels")
struct RenamingTests {
  private let old = SequencedItemMapper<DomainEvent<BookEvent>>()
  private let new = SequencedItemMapper<DomainEvent<VolumeChange>>()

  @Test func `changes nothing in what is stored`() throws {
    let before = try old.item(storing: .registered(title: "Emma", 474))
    #expect(before.topic == "Book.registered")
    #expect(before.text == #"{"_1":474,"title":"Emma"}"#)
    #expect(try new.item(storing: .catalogued(name: "Emma", pages: 474)) == before)
    #expect(try new.item(storing: .broughtBack) == (try old.item(storing: .returned)))
  }

  @Test func `lets the new code read what the old wrote`() throws {
    let item = try old.item(storing: .registered(title: "Emma", 474))
    #expect(try new.event(from: item).payload == .catalogued(name: "Emma", pages: 474))
    #expect(try new.event(from: try old.item(storing: .returned)).payload == .broughtBack)
  }

  @Test func `lets the old code read what the new wrote`() throws {
    let item = try new.item(storing: .catalogued(name: "Emma", pages: 474))
    #expect(try old.event(from: item).payload == .registered(title: "Emma", 474))
  }

  @Test func `says nothing of the cases of an enum inside`() throws {
    // What page 1 warns of: this compiles, and what was stored cannot be read.
    let item = try SequencedItemMapper<DomainEvent<ShelfEvent<Shelf>>>().item(storing: .moved(to: .upstairs))
    let renamed = SequencedItemMapper<DomainEvent<ShelfEvent<RenamedShelf>>>()
    #expect(throws: UnreadableItem(item, .malformed(at: "to"))) { try renamed.event(from: item) }
    let kept = SequencedItemMapper<DomainEvent<ShelfEvent<KeptShelf>>>()
    #expect(try kept.event(from: item).payload == .moved(to: .attic))
  }

  @Test func `leaves the topics to read as they were`() {
    #expect(new.topics(of: .catalogued) == ["Book.registered"])
    #expect(new.topics(of: .broughtBack) == old.topics(of: .returned))
  }
}
