import EventSourcing
import Foundation
import Testing

@Suite("An event player", .ownEventBusForAModel)
struct EventPlayerTests {
  let recorder = ScriptedRecorder()
  let store: EventStore<DomainEvent<Account.Event>>
  let id: UUID
  let other: UUID

  init() {
    let ids = IDGenerator.counting()
    (id, other) = (ids.next(), ids.next())
    store = EventStore(of: Account.Event.self, in: recorder)
  }

  private func player(pageSize: Int = 1_000) -> EventPlayer<Account> {
    EventPlayer(eventStore: store, pageSize: pageSize)
  }

  @Test func `replays nothing where there is nothing`() async throws {
    let replay = try await player().replay(id)
    #expect(replay.entity == nil && replay.version == 0 && !replay.isDiscarded)
  }

  @Test(arguments: [1, 2, 3, 4, 1_000], [1, 2, 3, 4, 5, 6])
  func `replays all events, whatever the size of a page`(pageSize: Int, events: Int) async throws {
    let history = Account.history(id, deposits: (1..<events).map { 1 << $0 })
    try await store.append(history)
    let replay = try await player(pageSize: pageSize).replay(id)
    #expect(replay.entity == (try Account.replaying(history)))
    #expect(replay.version == events)
    #expect(recorder.queries.all.count == events / pageSize + 1)
    #expect(recorder.queries.all.allSatisfy { $0.limit == pageSize })
  }

  @Test(arguments: [1, 2, 3, 1_000], [1, 2, 3, 4])
  func `replays up to a version`(pageSize: Int, version: Int) async throws {
    let history = Account.history(id, deposits: [5, 7, 9, 11])
    try await store.append(history)
    let replay = try await player(pageSize: pageSize).replay(id, upTo: version)
    #expect(replay.version == version)
    #expect(replay.entity == (try Account.replaying(history.prefix(version))))
  }

  @Test func `reads no more than it needs up to a version`() async throws {
    try await store.append(Account.history(id, deposits: [5, 7, 9, 11]))
    _ = try await player(pageSize: 2).replay(id, upTo: 3)
    _ = try await player(pageSize: 2).replay(id, upTo: 2)
    #expect(
      recorder.queries.all == [
        PositionQuery(atLeast: 0, limit: 2), PositionQuery(atLeast: 2, limit: 1), PositionQuery(atLeast: 0, limit: 2),
      ])
  }

  @Test(arguments: [0, -1, Int.min])
  func `replays nothing up to a version below 1`(version: Int) async throws {
    try await store.append(Account.history(id))
    #expect(try await player().replay(id, upTo: version).version == 0)
    #expect(recorder.queries.all == [])
  }

  @Test func `replays what there is up to a version that is not reached`() async throws {
    try await store.append(Account.history(id, deposits: [5]))
    #expect(try await player().replay(id, upTo: .max).version == 2)
  }

  @Test func `reads only the rest from a state that is known, and the event that it ends with`() async throws {
    let history = Account.history(id, deposits: [5, 7, 9])
    try await store.append(history)
    let known = try Account.replaying(history.prefix(3))
    let replay = try await player().replay(id, from: known)
    #expect(replay.entity == (try Account.replaying(history)))
    #expect(recorder.queries.all == [PositionQuery(atLeast: 2, limit: 1_000)])
  }

  @Test func `builds on the known state and does not check what came before it`() async throws {
    let history = Account.history(id, deposits: [5, 7])
    try await store.append(history)
    var known = try #require(try Account.replaying(history.prefix(2)))
    known.balance = 1_000
    #expect(try await player().replay(id, from: known).entity?.balance == 1_007)
  }

  @Test func `replays from a known state up to a version`() async throws {
    let history = Account.history(id, deposits: [5, 7, 9])
    try await store.append(history)
    let known = try Account.replaying(history.prefix(2))
    let replay = try await player().replay(id, upTo: 3, from: known)
    #expect(replay.entity == (try Account.replaying(history.prefix(3))))
    #expect(recorder.queries.all == [PositionQuery(atLeast: 1, limit: 2)])
  }

  @Test func `does not use a known state that is later than the version asked for`() async throws {
    let history = Account.history(id, deposits: [5, 7, 9])
    try await store.append(history)
    let replay = try await player().replay(id, upTo: 2, from: try Account.replaying(history))
    #expect(replay.entity == (try Account.replaying(history.prefix(2))))
  }

  @Test func `does not use a known state of another entity`() async throws {
    try await store.append(Account.history(id))
    let replay = try await player().replay(id, from: try Account.replaying(Account.history(other, deposits: [5])))
    #expect(replay.entity == (try Account.replaying(Account.history(id))))
  }

  @Test func `goes on from a known state that was discarded without an entity`() async throws {
    let history =
      Account.history(id) + [DomainEvent(entityID: id, entityVersion: 1, timestamp: .second(9), payload: .closed)]
    try await store.append(history)
    var account = try #require(try Account.replaying(history.dropLast()))
    try await account.trigger(.closed, at: .second(9))
    let replay = try await player().replay(id, from: account)
    #expect(replay.isDiscarded && replay.version == 2)
    #expect(recorder.queries.all == [PositionQuery(atLeast: 1, limit: 1_000)])
  }

  @Test(arguments: [1, 2, 1_000])
  func `goes on from a known state page by page`(pageSize: Int) async throws {
    let history = Account.history(id, deposits: [5, 7, 9, 11])
    try await store.append(history)
    let known = try Account.replaying(history.prefix(2))
    #expect(try await player(pageSize: pageSize).replay(id, from: known).entity == (try Account.replaying(history)))
    #expect(try await player(pageSize: pageSize).replay(id, upTo: 2, from: known).entity == known)
  }

  @Test func `does not use a known state whose sequence was deleted`() async throws {
    let history = Account.history(id, deposits: [5])
    try await store.append(history)
    try await recorder.deleteItems(of: id)
    let replay = try await player().replay(id, from: try Account.replaying(history))
    #expect(replay.entity == nil && replay.version == 0)
  }

  @Test func `does not mix the life that it knows with the one of an entity created again`() async throws {
    let first = Account.history(id, deposits: [5])
    try await store.append(first)
    try await recorder.deleteItems(of: id)
    let second = Account.history(id, deposits: [100, 200]).map { event in
      DomainEvent(
        entityID: id, entityVersion: event.entityVersion, timestamp: .second(500 + event.entityVersion),
        payload: event.payload)
    }
    try await store.append(second)
    let replay = try await player().replay(id, from: try Account.replaying(first))
    #expect(replay.entity == (try Account.replaying(second)))
  }

  /// Stores a history, and then another one in its place, at the same times.
  private func replayInOtherLife(
    of first: [DomainEvent<Account.Event>], _ second: [DomainEvent<Account.Event>], known: Account?
  ) async throws -> Account? {
    try await store.append(first)
    try await recorder.deleteItems(of: id)
    try await store.append(second)
    return try await player().replay(id, from: known).entity
  }

  @Test func `does not mix two lives whose times are the same`() async throws {
    let (first, second) = (Account.history(id, deposits: [1_000]), Account.history(id, deposits: [2, 3]))
    let known = try Account.replaying(first)
    #expect(try await replayInOtherLife(of: first, second, known: known) == (try Account.replaying(second)))
  }

  @Test func `does not mix them either where a command or a repository has made the known state`() async throws {
    let (first, second) = (Account.history(id), Account.history(id, deposits: [2]))
    var commanded = try await Account.open(id: id)
    try await commanded.deposit(1_000)
    #expect(
      try await replayInOtherLife(of: first, second, known: commanded) == (try Account.replaying(second)))
    let read = try await player().replay(id).entity
    let third = Account.history(id, deposits: [7])
    try await recorder.deleteItems(of: id)
    try await store.append(third)
    #expect(try await player().replay(id, from: read).entity == (try Account.replaying(third)))
  }

  @Test func `goes on from a state that ends with a protected event, or one that was stored in an older shape`()
    async throws
  {
    let store = EventStore(
      of: Account.Event.self, in: recorder, compressor: MarkingCompressor(), cipher: MarkingCipher())
    let player = EventPlayer<Account>(eventStore: store)
    try await store.append(Account.history(id, deposits: [5]))
    let known = try await player.replay(id).entity
    let before = recorder.queries.all.count
    #expect(try await player.replay(id, from: known).entity == known)
    #expect(recorder.queries.all.dropFirst(before) == [PositionQuery(atLeast: 1, limit: 1_000)])
    let spaced = SequencedItem.sample(other, at: 0, topic: "Account.opened", data: #"{ "owner" : "Ada" }"#)
    try await recorder.memory.append([spaced])
    let kept = try await self.player().replay(other).entity
    #expect(try await self.player().replay(other, from: kept).entity == kept)
    #expect(recorder.queries.all.last == PositionQuery(atLeast: 0, limit: 1_000))
  }

  @Test func `refuses a stored history with a gap`() async throws {
    try await store.append(Account.history(id, deposits: [5, 7]))
    try await recorder.memory.deleteItem(of: id, at: 1)
    for pageSize in [1, 2, 1_000] {
      await #expect(throws: SequenceGap(sequenceID: id, missing: 1)) {
        try await player(pageSize: pageSize).replay(id)
      }
    }
  }

  @Test func `refuses a stored history whose beginning is gone`() async throws {
    let items = try Account.history(id, deposits: [5]).suffix(1).map(store.mapper.item(from:))
    try await recorder.memory.append(items, kind: .timed)
    await #expect(throws: SequenceGap(sequenceID: id, missing: 0)) {
      try await player().replay(id)
    }
  }

  @Test func `refuses a stored event that it cannot read`() async throws {
    try await recorder.memory.append([.sample(id, at: 0, topic: "Account.renamed")])
    let error = await #expect(throws: UnreadableItem.self) { try await player().replay(id) }
    #expect(error?.problem == .unknownTopic)
  }

  @Test func `hands on what the recorder throws`() async throws {
    try await recorder.close()
    await #expect(throws: RecorderError.closed) { try await player().replay(id) }
  }
}
