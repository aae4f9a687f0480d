import EventSourcing
import Foundation
import ProjectionSupport
import Testing

@Suite("A projector", .timeLimit(.minutes(3)))
struct ProjectorTests {
  @Test(arguments: ViewBackend.allCases)
  func `makes the view of what there is, and goes on where it stopped`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      let seen = Tally()
      var variant = TillVariant()
      variant.seen = { _ in seen.add() }
      try await shop.sell(5)
      try await shop.projector(variant).catchUp()
      #expect(try await shop.rows() == expectedRows(in: shop.recorder))
      #expect(seen.count == 18)
      try await shop.sell(2)
      try await shop.projector(variant).catchUp()
      #expect(try await shop.rows() == expectedRows(in: shop.recorder))
      #expect(seen.count == 24)
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `follows what comes until it is cancelled`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      let projector = try shop.projector()
      let running = Task { try await projector.run() }
      for _ in 0..<3 {
        let ids = try await shop.sell(4)
        try await projector.wait(for: #require(ids.last), of: "shop", atMost: .seconds(30))
        #expect(try await shop.rows() == expectedRows(in: shop.recorder))
      }
      running.cancel()
      await #expect(throws: CancellationError.self) { try await running.value }
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `has many notifications share a transaction, and the next ones another`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      try await shop.sell(50)
      var variant = TillVariant()
      variant.options.batch = 7
      let projector = try shop.projector(variant)
      try await projector.catchUp()
      #expect(try await shop.rows() == expectedRows(in: shop.recorder))
      #expect(try await projector.progress().isCaughtUp)
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `has each notification take effect once, whoever else runs`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      try await shop.sell(40)
      var variant = TillVariant()
      variant.options.batch = 5
      let projectors = try (0..<4).map { _ in try shop.projector(variant) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for projector in projectors { group.addTask { try await projector.catchUp() } }
        for _ in 0..<5 { try await shop.sell(3) }
        try await group.waitForAll()
      }
      try await projectors[0].catchUp()
      #expect(try await shop.rows() == expectedRows(in: shop.recorder))
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `stops at a case that this program does not know`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      try await shop.sell(2, tills: 0..<1)
      let unknown = SequencedItem(
        sequenceID: .till(9), position: 0, topic: "Till.melted", data: Data("{}".utf8),
        timestamp: Timestamp(microseconds: 0))
      let id = try await shop.recorder.append([unknown])[0]
      try await shop.sell(2, tills: 1..<2)
      let error = await #expect(throws: ProjectionFailed.self) { try await shop.projector().catchUp() }
      #expect(error?.notificationID == id)
      #expect(error?.sequenceID == .till(9))
      #expect(error?.underlying as? UnreadableItem == UnreadableItem(unknown, .unknownTopic))
      // What came before it is done, and nothing behind it.
      #expect(try await Set(shop.rows().keys) == [.till(0)])
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `does not take up another log under the name of the one it has read`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      try await shop.sell(3)
      try await shop.projector().catchUp()
      let before = try await shop.rows()
      let other = InMemoryRecorder()
      try await other.append(items([Till.opened] + (0..<30).map { .sold(cents: $0) }, of: .till(0)))
      var variant = TillVariant()
      variant.logs = ["shop": LocalNotificationLog(other)]
      let stranger = try shop.projector(variant)
      await #expect(throws: LogReplaced.self) { try await stranger.catchUp() }
      #expect(try await shop.rows() == before)
      // To make it anew is what helps.
      try await stranger.rebuild()
      #expect(try await shop.rows() == expectedRows(in: other))
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `keeps a position for each of several logs`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      let other = InMemoryRecorder()
      try await other.append(items([Till.opened, .sold(cents: 5)], of: .till(100)))
      try await shop.sell(3)
      var variant = TillVariant()
      variant.logs = ["shop": LocalNotificationLog(shop.recorder), "branch": LocalNotificationLog(other)]
      let projector = try shop.projector(variant)
      try await projector.catchUp()
      try await other.append(items([Till.sold(cents: 7)], of: .till(100), from: 2))
      try await projector.catchUp()
      var expected = try await expectedRows(in: shop.recorder)
      expected[.till(100)] = TillRow(count: 3, cents: 12, last: 2)
      #expect(try await shop.rows() == expected)
      #expect(try await projector.progress().logs.map(\.position.id) == [12, 3])
    }
  }

  @Test func `has names that agree, and logs that can be told apart`() throws {
    let projection = try Projection<InMemoryView<TillRows>>.tills(in: InMemoryView<TillRows>.self)
    let log = LocalNotificationLog(InMemoryRecorder())
    #expect(throws: InvalidProjection.otherName(projection: "tills", view: "other")) {
      try Projector(projection, from: ["shop": log], into: InMemoryView("other", TillRows()))
    }
    let view = try InMemoryView("tills", TillRows())
    #expect(throws: InvalidProjection.upstream("")) { try Projector(projection, from: ["": log], into: view) }
    #expect(throws: InvalidProjection.upstream("shop")) {
      try Projector(projection, from: ["shop": log, "shop": log], into: view)
    }
    // Two names, though they look the same.
    _ = try Projector(projection, from: ["caf\u{e9}": log, "cafe\u{301}": log], into: view)
    for name in ["", "a$b", "a\u{0}", String(repeating: "é", count: 17)] {
      #expect(throws: InvalidProjection.name(name)) {
        try Projection(name, of: .ofShop(), in: InMemoryView<TillRows>.self)
      }
    }
  }
}
