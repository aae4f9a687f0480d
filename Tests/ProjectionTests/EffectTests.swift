import EventSourcing
import Foundation
import ProjectionSupport
import Synchronization
import Testing

@Suite("An effect of a projection", .timeLimit(.minutes(3)))
struct EffectTests {
  private struct Unreachable: Error {}

  /// What was done in the world.
  private final class World: Sendable {
    private let state = Mutex<[EffectKey]>([])

    func note(_ key: EffectKey) { state.withLock { $0.append(key) } }
    var keys: [EffectKey] { state.withLock { $0 } }
    var positions: [Int] { keys.map(\.position) }
  }

  private func variant(_ world: World, version: Int = 1, _ begin: ProjectorOptions.EffectsBegin) -> TillVariant {
    TillVariant(
      version: version, effect: { _, key in world.note(key) }, options: ProjectorOptions(effectsBegin: begin))
  }

  @Test(arguments: ViewBackend.allCases)
  func `goes on in a log that was made anew from where somebody says`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      let world = World()
      try await shop.sell(3, tills: 0..<1)
      try await shop.projector(variant(world, .atTheBeginning)).catchUp()
      let other = InMemoryRecorder()
      try await other.append(items([Till.opened, .sold(cents: 1)], of: .till(9)))
      var moved = variant(world, .atTheBeginning)
      moved.logs = ["shop": LocalNotificationLog(other)]
      let projector = try shop.projector(moved)
      try await projector.rebuild()
      await #expect(throws: LogReplaced.self) { try await projector.catchUp() }
      try await projector.resetEffects(of: "shop", to: 1)
      try await projector.catchUp()
      #expect(world.keys.map(\.sequenceID) == Array(repeating: .till(0), count: 4) + [.till(9)])
      await #expect(throws: NotFollowed.self) { try await projector.resetEffects(of: "elsewhere", to: 0) }
      await #expect(throws: InvalidAppend.self) { try await projector.resetEffects(of: "shop", to: -1) }
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `is done once for each event that comes after it was first run`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      let world = World()
      try await shop.sell(2, tills: 0..<1)
      let projector = try shop.projector(variant(world, .afterWhatIsThere))
      try await projector.catchUp()
      #expect(world.keys.isEmpty)
      try await shop.sell(2, tills: 0..<1)
      try await projector.catchUp()
      try await shop.projector(variant(world, .afterWhatIsThere)).catchUp()
      #expect(world.positions == [3, 4])
      let first = EffectKey(projection: "tills", upstream: "shop", sequenceID: .till(0), position: 3, effect: 0)
      #expect(world.keys.first == first)
      #expect(Set(world.keys.map(\.text)).count == 2)
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `comes also for what came first of all, where nothing was there yet`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      let world = World()
      try await shop.projector(variant(world, .afterWhatIsThere)).catchUp()
      // It was down when the first event came.
      try await shop.sell(1, tills: 0..<1)
      try await shop.projector(variant(world, .afterWhatIsThere)).catchUp()
      #expect(world.positions == [0, 1])
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `is silent in a rebuild, and for a new version`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      let world = World()
      try await shop.sell(2, tills: 0..<1)
      try await shop.projector(variant(world, .atTheBeginning)).catchUp()
      #expect(world.positions == [0, 1, 2])
      try await shop.projector(variant(world, .atTheBeginning)).rebuild()
      try await shop.projector(variant(world, version: 2, .atTheBeginning)).catchUp()
      #expect(world.positions == [0, 1, 2])
      #expect(try await shop.rows() == expectedRows(in: shop.recorder))
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `that fails is told, and done again under the same key`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      let world = World()
      try await shop.sell(2, tills: 0..<1)
      var failing = variant(world, .atTheBeginning)
      failing.effect = { event, key in
        world.note(key)
        if event.entityVersion == 1 { throw Unreachable() }
      }
      let error = await #expect(throws: ProjectionFailed.self) { try await shop.projector(failing).catchUp() }
      #expect(error?.position == 1)
      #expect(error?.underlying is Unreachable)
      // The view does not depend on it.
      #expect(try await shop.rows() == expectedRows(in: shop.recorder))
      try await shop.projector(variant(world, .atTheBeginning)).catchUp()
      #expect(world.positions == [0, 1, 1, 2])
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `is done by one of several that run`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      let world = World()
      let running = try (0..<3).map { _ in
        let projector = try shop.projector(variant(world, .atTheBeginning))
        return Task { try await projector.run() }
      }
      let last = try #require(try await shop.sell(20, tills: 0..<1).last)
      try await shop.projector().wait(for: last, of: "shop", atMost: .seconds(30))
      while world.positions.last != 20 { try await Task.sleep(for: .milliseconds(5)) }
      for task in running {
        task.cancel()
        _ = await task.result
      }
      #expect(world.positions == Array(0...20))
      // Nobody holds the lock any more.
      let lock = try #require(try await shop.view.lock(.effects))
      await lock.release()
    }
  }
}
