import EventSourcing
import Foundation
import ProjectionSupport
import Testing

@Suite("Waiting for a view", .timeLimit(.minutes(3)))
struct WaitingTests {
  @Test(arguments: ViewBackend.allCases)
  func `ends when another one has brought the view so far`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      let ids = try await shop.sell(3)
      let last = try #require(ids.last)
      let waiting = Task { try await shop.projector().wait(for: last, of: "shop", atMost: .seconds(30)) }
      try await shop.projector().catchUp()
      try await waiting.value
      #expect(try await shop.rows() == expectedRows(in: shop.recorder))
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `ends with an error when it has not come so far in time`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      try await shop.sell(3)
      let projector = try shop.projector()
      try await projector.catchUp()
      let last = try #require(try await shop.sell(1, tills: 0..<1).last)
      await #expect(throws: ViewBehind(projection: "tills", upstream: "shop", notificationID: last, found: last - 1)) {
        try await projector.wait(for: last, of: "shop", atMost: .milliseconds(50))
      }
      // Nor does a notification come that nobody has recorded.
      try await projector.catchUp()
      await #expect(throws: ViewBehind.self) {
        try await projector.wait(for: last + 1, of: "shop", atMost: .milliseconds(50))
      }
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `ends at once for what does not concern the view, and that is written seldom`(
    _ backend: ViewBackend
  ) async throws {
    try await backend.withShop { shop in
      let sold = try #require(try await shop.sell(3).last)
      let projector = try shop.projector()
      let running = Task { try await projector.run() }
      try await projector.wait(for: sold, of: "shop", atMost: .seconds(30))
      let visits = try await shop.visit(50)
      // Whoever waits, on whatever process.
      try await shop.projector().wait(for: #require(visits.last), of: "shop", atMost: .milliseconds(1))
      let log = try #require(try await projector.progress().logs.first)
      #expect(log.isCaughtUp && log.lag == 0)
      #expect(log.newest.id == visits.last)
      #expect(log.position.id == sold)
      running.cancel()
      _ = await running.result
      try await projector.catchUp()
      #expect(try await projector.progress().logs.first?.position.id == visits.last)
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `tells how far a view lags behind`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      let projector = try shop.projector()
      #expect(try await projector.progress().current == nil)
      try await shop.sell(3)
      try await projector.catchUp()
      try await shop.sell(4)
      let progress = try await projector.progress()
      #expect(progress.current == ViewGeneration(number: 1, version: 1, state: .current))
      #expect(progress.logs.map(\.lag) == [12])
      #expect(!progress.isCaughtUp && !progress.isBeingRebuilt)
    }
  }

  @Test func `is refused for a log that the projector does not follow`() async throws {
    try await ViewBackend.memory.withShop { shop in
      await #expect(throws: NotFollowed(projection: "tills", upstream: "elsewhere")) {
        try await shop.projector().wait(for: 1, of: "elsewhere", atMost: .seconds(1))
      }
    }
  }

  @Test func `ends when its task is cancelled`() async throws {
    try await ViewBackend.memory.withShop { shop in
      let waiting = Task { try await shop.projector().wait(for: 1, of: "shop", atMost: .seconds(3600)) }
      waiting.cancel()
      await #expect(throws: CancellationError.self) { try await waiting.value }
    }
  }

  @Test(arguments: ViewBackend.lasting)
  func `does not take a position to be written that was looked at for long`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      try await shop.visit(10)
      let projector = try shop.projector()
      // It is written in the end, so that the next one need not look at it again.
      try await projector.catchUp()
      #expect(try await projector.progress().logs.first?.position.id == 10)
      #expect(try await shop.rows().isEmpty)
    }
  }
}
