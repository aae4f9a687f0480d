import EventSourcing
import ProjectionSupport
import Testing

@Suite("A log that was made anew", .timeLimit(.minutes(3)))
struct LogMadeAnewTests {
  /// A shop whose view has come far in its log, and a projector of another log under the same name.
  private func withOtherLog(
    _ backend: ViewBackend, refusingJams: Bool = false,
    _ body: @escaping @Sendable (any Shop, any Projecting) async throws -> Void
  ) async throws {
    try await backend.withShop { shop in
      try await shop.append([.opened, .jammed, .sold(cents: 7)], till: 0)
      let options = ProjectorOptions(onFailure: .park(atMost: 10))
      try await shop.projector(TillVariant(refusesJams: refusingJams, options: options)).catchUp()
      let other = InMemoryRecorder()
      try await other.append(items([Till.opened, .sold(cents: 1_000), .sold(cents: 1_000)], of: .till(9)))
      try await body(shop, shop.projector(TillVariant(logs: ["shop": LocalNotificationLog(other)])))
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `is no log whose events a view has, however far it had come`(_ backend: ViewBackend) async throws {
    try await withOtherLog(backend) { _, projector in
      await #expect(throws: LogReplaced.self) { try await projector.wait(for: 1, of: "shop", atMost: .seconds(5)) }
      await #expect(throws: LogReplaced.self) { try await projector.progress() }
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `is not asked for what was parked from the one before it`(_ backend: ViewBackend) async throws {
    try await withOtherLog(backend, refusingJams: true) { shop, projector in
      let parked = try await projector.parked()
      #expect(parked.map(\.position) == [1, 2])
      await #expect(throws: LogReplaced.self) { try await projector.retryParked() }
      #expect(try await projector.parked() == parked)
      #expect(try await shop.rows() == [.till(0): TillRow(count: 1, cents: 0, last: 0)])
    }
  }

  @Test func `or one that cannot be had, leaves what is parked as it is`() async throws {
    try await withOtherLog(.memory, refusingJams: true) { shop, projector in
      let parked = try await projector.parked()
      let stranger = try shop.projector(TillVariant(logs: ["elsewhere": LocalNotificationLog(shop.recorder)]))
      await #expect(throws: NotFollowed(projection: "tills", upstream: "shop")) { try await stranger.retryParked() }
      #expect(try await projector.parked() == parked)
    }
  }
}
