import EventSourcing
import Foundation
import ProjectionSupport
import Testing

@Suite("A rebuild", .timeLimit(.minutes(3)))
struct RebuildTests {
  /// A variant whose rows differ, so that a generation can be told from another.
  private static func doubled(version: Int = 1) -> TillVariant { TillVariant(version: version, factor: 2) }

  private func doubled(_ rows: [UUID: TillRow]) -> [UUID: TillRow] {
    rows.mapValues { TillRow(count: $0.count, cents: $0.cents * 2, last: $0.last) }
  }

  @Test(arguments: ViewBackend.allCases)
  func `makes the view anew, and twice in a row`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      try await shop.sell(20)
      try await shop.projector().catchUp()
      let once = try await expectedRows(in: shop.recorder)
      for number in 2...3 {
        try await shop.projector(number == 2 ? Self.doubled() : TillVariant()).rebuild()
        #expect(try await shop.rows() == (number == 2 ? doubled(once) : once))
        let generations = try await shop.view.generations()
        #expect(generations == [ViewGeneration(number: number, version: 1, state: .current)])
      }
      // And what comes next takes effect once.
      try await shop.sell(2)
      try await shop.projector().catchUp()
      #expect(try await shop.rows() == expectedRows(in: shop.recorder))
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `goes on beside those who read and those who write, and never shows half of it`(
    _ backend: ViewBackend
  ) async throws {
    try await backend.withShop { shop in
      try await shop.sell(100)
      let follower = try shop.projector()
      try await follower.catchUp()
      let total = try await shop.rows().values.reduce(0) { $0 + $1.count }
      let running = Task { try await follower.run() }
      let end = Tally()
      let reading = Task {
        var least = total
        var looks = 0
        while end.count == 0 {
          let now = try await shop.rows().values.reduce(0) { $0 + $1.count }
          #expect(now >= least, "the view went back")
          least = now
          looks += 1
          await Task.yield()
        }
        return looks
      }
      for _ in 0..<4 {
        async let selling: Void = { for _ in 0..<5 { try await shop.sell(2) } }()
        try await shop.projector().rebuild()
        try await selling
      }
      let last = try await shop.recorder.newestPosition().id
      try await follower.wait(for: last, of: "shop", atMost: .seconds(30))
      end.add()
      #expect(try await reading.value > 0)
      running.cancel()
      _ = await running.result
      #expect(try await shop.rows() == expectedRows(in: shop.recorder))
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `is done by one at a time, and the other is told`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      try await shop.sell(3)
      let lock = try #require(try await shop.view.lock(.rebuild))
      await #expect(throws: RebuildUnderWay(projection: "tills")) { try await shop.projector().rebuild() }
      await lock.release()
      try await shop.projector().rebuild()
      #expect(try await shop.rows() == expectedRows(in: shop.recorder))
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `that fails leaves the old view as it was, and the next one begins anew`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      try await shop.sell(3)
      try await shop.append([.jammed], till: 1)
      try await shop.projector().catchUp()
      let before = try await shop.rows()
      var variant = Self.doubled()
      variant.refusesJams = true
      await #expect(throws: ProjectionFailed.self) { try await shop.projector(variant).rebuild() }
      #expect(try await shop.rows() == before)
      #expect(try await shop.view.generations().map(\.state) == [.current])
      try await shop.projector(Self.doubled()).rebuild()
      #expect(try await shop.rows() == doubled(before))
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `takes away what a killed one has left`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      try await shop.sell(3)
      try await shop.projector().catchUp()
      // As a process would leave it that was killed in the middle.
      let left = try #require(try await shop.beginGeneration())
      try await shop.projector().rebuild()
      #expect(try await shop.rows() == expectedRows(in: shop.recorder))
      #expect(try await shop.view.generations().map(\.number) == [left.number + 1])
      // And who had been held up finds that it is gone, whatever it does.
      await #expect(throws: GenerationReplaced(projection: "tills", generation: left.number)) {
        try await shop.move(left.number, to: 1)
      }
      await #expect(throws: GenerationReplaced(projection: "tills", generation: left.number)) {
        try await shop.view.makeCurrent(left.number)
      }
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `is made of a newer version by itself, and an older program is told`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      try await shop.sell(10)
      let old = try shop.projector()
      try await old.catchUp()
      let running = Task { try await old.run() }
      try await shop.projector(Self.doubled(version: 2)).catchUp()
      #expect(try await shop.rows() == doubled(expectedRows(in: shop.recorder)))
      // The old one hears of it with the next event.
      try await shop.sell(1)
      await #expect(throws: ProjectionOutdated(projection: "tills", version: 1, found: 2)) { try await running.value }
      await #expect(throws: ProjectionOutdated.self) { try await old.rebuild() }
      try await shop.projector(Self.doubled(version: 2)).catchUp()
      #expect(try await shop.rows() == doubled(expectedRows(in: shop.recorder)))
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `does not take the place of one that has come further`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      try await shop.sell(5)
      try await shop.projector().catchUp()
      let behind = try #require(try await shop.beginGeneration())
      let log = try await shop.recorder.newestPosition().log
      try await shop.move(behind.number, to: LogPosition(id: 3, log: log))
      #expect(try await !shop.view.makeCurrent(behind.number))
      #expect(try await shop.rows() == expectedRows(in: shop.recorder))
    }
  }
}
