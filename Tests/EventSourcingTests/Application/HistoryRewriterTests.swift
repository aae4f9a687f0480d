import EventSourcing
import Foundation
import Testing

@Suite("A history rewriter")
struct HistoryRewriterTests {
  private typealias Mapper = SequencedItemMapper<DomainEvent<Account.Event>>

  /// The old shape of a deposit, under the topic `Account.paidIn`.
  private struct PaidIn: Decodable { let euros: Int }

  private let recorder = ScriptedRecorder()
  private let a: UUID
  private let b: UUID

  init() {
    let ids = IDGenerator.counting()
    (a, b) = (ids.next(), ids.next())
  }

  /// Two accounts, one of which has old deposits.
  private func prepare() async throws -> [ItemNotification] {
    let opened = try [a, b].flatMap { try Account.history($0).map(Mapper().item(from:)) }
    try await recorder.append(opened)
    try await recorder.append([
      .sample(a, at: 1, topic: "Account.paidIn", data: #"{"euros":5}"#),
      .sample(a, at: 2, topic: "Account.paidIn", data: #"{"euros":7}"#),
    ])
    return try await recorder.notifications(after: 0, limit: 100)
  }

  private func rewriter(
    _ recorder: ScriptedRecorder, reading reader: Mapper = Mapper(), writing writer: Mapper = Mapper()
  ) -> HistoryRewriter<DomainEvent<Account.Event>> {
    HistoryRewriter(recorder: recorder, reading: reader, writing: writer)
  }

  @Test func `turns an old topic and shape into a present event`() async throws {
    _ = try await prepare()
    let count = try await rewriter(recorder).rewrite(topics: ["Account.paidIn"], from: PaidIn.self) { old in
      .deposited(amount: old.euros * 100)
    }
    #expect(count == 2)
    let store = EventStore(of: Account.Event.self, in: recorder)
    #expect(try await Repository<Account>(eventStore: store)[a].balance == 1_200)
    #expect(
      try await recorder.items(of: a).map(\.topic) == ["Account.opened", "Account.deposited", "Account.deposited"])
    #expect(try await recorder.items(of: a).last?.text == #"{"amount":700}"#)
  }

  @Test func `keeps notification ids, sequences, positions and times, and what it was not asked for`() async throws {
    let before = try await prepare()
    try await rewriter(recorder).rewrite(topics: ["Account.paidIn"], from: PaidIn.self) { _ in .closed }
    let after = try await recorder.notifications(after: 0, limit: 100)
    #expect(after.map(\.id) == before.map(\.id))
    #expect(after.map(\.item.sequenceID) == before.map(\.item.sequenceID))
    #expect(after.map(\.item.position) == before.map(\.item.position))
    #expect(after.map(\.item.timestamp) == before.map(\.item.timestamp))
    #expect(after.prefix(2) == before.prefix(2))
    #expect(after.suffix(2).map(\.item.topic) == ["Account.closed", "Account.closed"])
  }

  @Test(arguments: [nil, #"{"user":"ada"}"#, "no JSON"])
  func `mends one item that cannot be read, and keeps its metadata if that can`(metadata: String?) async throws {
    let opened = try Account.history(a).map(Mapper().item(from:))
    let bad = SequencedItem(
      sequenceID: a, position: 1, topic: "Account.deposited", data: Data(#"{"amount":nan}"#.utf8),
      timestamp: .second(1),
      metadata: metadata)
    try await recorder.append(opened + [bad])
    let store = EventStore(of: Account.Event.self, in: recorder)
    await #expect(throws: UnreadableItem.self) { try await store.events(of: a) }
    #expect(try await rewriter(recorder).rewrite(of: a, at: 1, to: .deposited(amount: 7)))
    #expect(try await !rewriter(recorder).rewrite(of: a, at: 2, to: .deposited(amount: 7)))
    #expect(try await Repository<Account>(eventStore: store)[a].balance == 7)
    #expect(try await recorder.item(of: a, at: 1)?.metadata == (metadata == "no JSON" ? nil : metadata))
  }

  @Test func `rewrites nothing when the transform throws in the middle`() async throws {
    let before = try await prepare()
    await #expect(throws: Refusal()) {
      try await rewriter(recorder).rewrite(topics: ["Account.paidIn"], from: PaidIn.self) { old in
        if old.euros == 7 { throw Refusal() }
        return .deposited(amount: old.euros)
      }
    }
    #expect(try await recorder.notifications(after: 0, limit: 100) == before)
  }

  @Test func `rewrites nothing when one old item has another shape`() async throws {
    _ = try await prepare()
    try await recorder.append([.sample(a, at: 3, topic: "Account.paidIn", data: #"{"dollars":1}"#)])
    let before = try await recorder.notifications(after: 0, limit: 100)
    let error = await #expect(throws: UnreadableItem.self) {
      try await rewriter(recorder).rewrite(topics: ["Account.paidIn"], from: PaidIn.self) { _ in .closed }
    }
    #expect(error?.position == 3 && error?.problem == .malformed(at: "euros"))
    #expect(try await recorder.notifications(after: 0, limit: 100) == before)
  }

  @Test func `rewrites nothing when an item was changed meanwhile`() async throws {
    let changed = SequencedItem.sample(a, at: 2, topic: "Account.paidIn", data: #"{"euros":8}"#)
    let recorder = ScriptedRecorder { [a] memory in
      let old = SequencedItem.sample(a, at: 2, topic: "Account.paidIn", data: #"{"euros":7}"#)
      try await memory.rewrite([Rewrite(from: old, to: changed)])
    }
    let old = (0...2).map { SequencedItem.sample(a, at: $0, topic: "Account.paidIn", data: #"{"euros":7}"#) }
    try await recorder.append(old)
    await #expect(throws: RewriteError.changedMeanwhile(sequenceID: a, position: 2)) {
      try await rewriter(recorder).rewrite(topics: ["Account.paidIn"], from: PaidIn.self) { _ in .closed }
    }
    #expect(try await recorder.items(of: a) == old.prefix(2) + [changed])
  }

  @Test func `asks the recorder for no rewrite where there is nothing to rewrite`() async throws {
    let recorder = ScriptedRecorder { _ in Issue.record("a rewrite was asked for") }
    #expect(try await rewriter(recorder).rewrite(topics: ["Account.paidIn"], from: PaidIn.self) { _ in .closed } == 0)
    #expect(try await rewriter(recorder).rewrite(cases: [.deposited]) == 0)
  }

  @Test func `encrypts anew what was encrypted with an old key`() async throws {
    let old = Mapper(cipher: MarkingCipher(key: "o"))
    let new = Mapper(cipher: MarkingCipher(key: "n"))
    let history = Account.history(a, deposits: [5, 7])
    try await EventStore(recorder: recorder, mapper: old).append(history)
    #expect(try await rewriter(recorder, reading: old, writing: new).rewrite(cases: [.opened, .deposited]) == 3)
    #expect(try await EventStore(recorder: recorder, mapper: new).events(of: a) == history)
    let item = try #require(try await recorder.item(of: a, at: 0))
    #expect(throws: UnreadableItem(item, .notDecrypted(.unknownKey(keyID: "n")))) { try old.event(from: item) }
  }

  @Test func `encrypts only the cases that it is told to`() async throws {
    let encrypting = Mapper(cipher: MarkingCipher())
    let before = try Account.history(a, deposits: [5]).map(Mapper().item(from:))
    try await recorder.append(before)
    try await rewriter(recorder, writing: encrypting).rewrite(cases: [.opened])
    let after = try await recorder.items(of: a)
    #expect(after[0].isMarked && after[1] == before[1])
  }

  @Test func `brings old versions of a case to the present topic`() async throws {
    try await recorder.append([.sample(a, at: 0, topic: "Sail.set", data: #"{"feet":10}"#)])
    let mapper = SequencedItemMapper<DomainEvent<Sail>>()
    let rewriter = HistoryRewriter(recorder: recorder, reading: mapper, writing: mapper)
    #expect(try await rewriter.rewrite(cases: [.set]) == 1)
    let item = try #require(try await recorder.item(of: a, at: 0))
    #expect(item.topic == "Sail.set@2" && item.text == #"{"metres":3}"#)
  }

  @Test func `rewrites more than a page`() async throws {
    let old = (0..<2_001).map { SequencedItem.sample(a, at: $0, topic: "Account.paidIn", data: #"{"euros":\#($0)}"#) }
    try await recorder.append(old)
    let count = try await rewriter(recorder).rewrite(topics: ["Account.paidIn"], from: PaidIn.self) { old in
      .deposited(amount: old.euros)
    }
    #expect(count == 2_001)
    let payloads = try await EventStore(of: Account.Event.self, in: recorder).events(of: a).map(\.payload)
    #expect(payloads == (0..<2_001).map(Account.Event.deposited))
  }

  @Test func `leaves an entity to be deleted by the recorder, whose id is then free`() async throws {
    _ = try await prepare()
    #expect(try await recorder.deleteItems(of: a) == 3)
    let store = EventStore(of: Account.Event.self, in: recorder)
    #expect(try await !Repository<Account>(eventStore: store).contains(a))
    #expect(try await store.append(Account.history(a)) == [5])
    #expect(try await Repository<Account>(eventStore: store).contains(a))
  }
}

private enum Sail: EventPayload {
  static let storedName = "Sail"
  case set(metres: Int)
  enum CodingKeys: String, CodingKey, CaseIterable { case set }

  struct SetV1: Codable { let feet: Int }
  struct SetV2: Codable { let metres: Int }
  static let upcasts: [CodingKeys: [Upcast]] = [.set: [Upcast(from: SetV1.self) { SetV2(metres: $0.feet * 3 / 10) }]]
}
