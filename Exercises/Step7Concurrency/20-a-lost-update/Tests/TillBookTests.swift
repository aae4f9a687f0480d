import BoxOffice
import EventSourcing
import Exercise20
import Foundation
import Practice
import Testing

@Suite("Exercise 20: a lost update")
struct TillBookTests {
  private let recorder = ContestedRecorder()
  private let till = UUID()

  /// An amount in cents, any but the same on each run.
  private let amount: Int

  private var book: TillBook { TillBook(in: recorder) }

  init() {
    var generator = SeededGenerator(seed: 20)
    amount = .random(in: 1_000...9_000, using: &generator)
  }

  @Test func `one desk after the other`() async throws {
    try await book.open(till, with: 5_000)
    #expect(try await book.put(amount, into: till) == 5_000 + amount, "Rule: what is put in is added.")
    #expect(try await book.put(-500, into: till) == 4_500 + amount, "Rule: what is taken out is subtracted.")
    await #expect(throws: NotEnough(cents: 4_500 + amount), "Rule: nobody takes out more than there is.") {
      try await book.put(-90_000, into: till)
    }
    #expect(try await cents() == 4_500 + amount, "Rule: what was refused is not written.")
  }

  @Test func `two desks put money in at the same moment`() async throws {
    try await book.open(till, with: 0)
    letTheOtherDeskPut(700)
    try await book.put(amount, into: till)
    let cents = try await cents()
    #expect(cents == amount + 700, "Rule: all that was put in is in the till.")
  }

  @Test func `the other desk comes first three times`() async throws {
    try await book.open(till, with: 0)
    for cents in [700, 20, 3] { letTheOtherDeskPut(cents) }
    try await book.put(amount, into: till)
    let cents = try await cents()
    #expect(cents == amount + 723, "Rule: each attempt counts anew, the third as well as the second.")
  }

  @Test func `two desks take out the same money`() async throws {
    try await book.open(till, with: amount)
    letTheOtherDeskPut(-amount)
    await #expect(throws: NotEnough(cents: 0), "Rule: decide again, on what is in the till now.") {
      try await book.put(-amount, into: till)
    }
  }

  @Test func `the other desk's money is never overwritten`() async throws {
    try await book.open(till, with: 0)
    letTheOtherDeskPut(20_000)
    _ = try? await book.put(amount, into: till)
    let cents = try await cents()
    #expect(
      cents >= 20_000, "Rule: a line that says how much there is must be made of the line before it.")
  }

  @Test func `who is told that the money is in finds it there`() async throws {
    try await book.open(till, with: 0)
    letTheOtherDeskPut(700)
    if let told = try? await book.put(amount, into: till) {
      let cents = try await cents()
      #expect(cents == told, "Rule: what you return is what is written.")
    }
  }

  @Test func `no line is written that was counted before another`() async throws {
    try await book.open(till, with: 0)
    for cents in [700, 20] { letTheOtherDeskPut(cents) }
    let appends = recorder.appends
    _ = try? await book.put(amount, into: till)
    #expect(
      recorder.reads >= recorder.appends - appends,
      "Rule: a taken position means that you have not seen all. Read again before you write again.")
  }

  /// Between reading and writing, the other desk puts money in, or takes some out.
  private func letTheOtherDeskPut(_ cents: Int) {
    recorder.letComeFirst { [till] recorder in
      let store = EventStore(of: TillEvent.self, in: recorder)
      let now = try await Repository<Till>(eventStore: store)[till]
      try await store.append(
        DomainEvent(
          entityID: till, entityVersion: now.version, timestamp: .now, payload: .counted(cents: now.cents + cents)))
    }
  }

  /// What is in the till by its book.
  private func cents() async throws -> Int {
    try await Repository<Till>(eventStore: EventStore(of: TillEvent.self, in: recorder))[till].cents
  }
}
