import EventSourcing
import Foundation
import ProjectionSupport
import Testing

@Suite("A notification that a projection cannot deal with", .timeLimit(.minutes(3)))
struct ParkingTests {
  private static func parking(_ limit: Int = 10) -> TillVariant {
    TillVariant(refusesJams: true, options: ProjectorOptions(onFailure: .park(atMost: limit)))
  }

  @Test(arguments: ViewBackend.allCases)
  func `stops the projector, which is as the ones before it have left it`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      try await shop.append([.opened, .sold(cents: 5)], till: 0)
      let id = try await shop.append([.opened, .jammed, .sold(cents: 7)], till: 1)[1]
      let error = await #expect(throws: ProjectionFailed.self) {
        try await shop.projector(TillVariant(refusesJams: true)).catchUp()
      }
      #expect(error?.projection == "tills")
      #expect(error?.upstream == "shop")
      #expect(error?.notificationID == id)
      #expect(error?.sequenceID == .till(1))
      #expect(error?.position == 1)
      #expect(error?.topic == "Till.jammed")
      #expect(error?.underlying is Jam)
      #expect(error?.isParkingFull == false)
      let expected = [
        UUID.till(0): TillRow(count: 2, cents: 5, last: 1), .till(1): TillRow(count: 1, cents: 0, last: 0),
      ]
      #expect(try await shop.rows() == expected)
      // The code was corrected.
      try await shop.projector().catchUp()
      #expect(try await shop.rows() == expectedRows(in: shop.recorder))
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `is parked, later ones of its sequence wait behind it, and others go on`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      try await shop.append([.opened, .jammed, .sold(cents: 7)], till: 1)
      try await shop.append([.opened, .sold(cents: 5)], till: 0)
      try await shop.projector(Self.parking()).catchUp()
      try await shop.append([.sold(cents: 9)], till: 1)
      let projector = try shop.projector(Self.parking())
      try await projector.catchUp()
      let half = [
        UUID.till(0): TillRow(count: 2, cents: 5, last: 1), .till(1): TillRow(count: 1, cents: 0, last: 0),
      ]
      #expect(try await shop.rows() == half)
      let parked = try await projector.parked()
      #expect(parked.map(\.position) == [1, 2, 3])
      #expect(parked.map(\.attempts) == [1, 0, 0])
      #expect(parked.allSatisfy { $0.sequenceID == .till(1) && $0.upstream == "shop" })
      #expect(parked[0].reason.contains("Jam"))
      #expect(try await projector.progress().parked == 3)
      // It fails again, and all stay in their order.
      #expect(try await projector.retryParked().map(\.attempts) == [2, 0, 0])
      #expect(try await shop.rows() == half)
      // The code was corrected.
      #expect(try await shop.projector().retryParked().isEmpty)
      #expect(try await shop.rows() == expectedRows(in: shop.recorder))
      try await shop.append([.sold(cents: 1)], till: 1)
      try await shop.projector().catchUp()
      #expect(try await shop.rows() == expectedRows(in: shop.recorder))
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `is skipped for good, and what waited behind it goes on`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      try await shop.append([.opened, .jammed, .sold(cents: 7)], till: 1)
      let projector = try shop.projector(Self.parking())
      try await projector.catchUp()
      let first = try #require(try await projector.parked().first)
      try await projector.skipParked(first)
      #expect(try await projector.retryParked().isEmpty)
      #expect(try await shop.rows() == [.till(1): TillRow(count: 2, cents: 7, last: 2)])
      await #expect(throws: NotParked.self) { try await projector.skipParked(first) }
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `stops the projector when as many are parked as may be`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      try await shop.append([.opened, .jammed], till: 1)
      try await shop.append([.opened, .jammed], till: 2)
      let last = try await shop.append([.opened, .jammed], till: 3)[1]
      let projector = try shop.projector(Self.parking(2))
      let error = await #expect(throws: ProjectionFailed.self) { try await projector.catchUp() }
      #expect(error?.isParkingFull == true)
      #expect(error?.notificationID == last)
      #expect(try await projector.parked().count == 2)
      // So it is with what only waits.
      let waiting = try await shop.append([.sold(cents: 1)], till: 1)[0]
      try await shop.projector(TillVariant(options: ProjectorOptions(onFailure: .park(atMost: 3)))).catchUp()
      #expect(try await projector.parked().map(\.notificationID).contains(waiting))
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `is taken as it is now when it is tried again, and as done with when it was deleted`(
    _ backend: ViewBackend
  ) async throws {
    try await backend.withShop { shop in
      try await shop.append([.opened, .jammed], till: 1)
      try await shop.append([.opened, .jammed], till: 2)
      let projector = try shop.projector(Self.parking())
      try await projector.catchUp()
      let old = try items([Till.opened, .jammed], of: .till(1))[1]
      let new = try items([Till.opened, .sold(cents: 4)], of: .till(1))[1]
      try await shop.recorder.rewrite([Rewrite(from: old, to: new)])
      _ = try await shop.recorder.deleteItem(of: .till(2), at: 1)
      #expect(try await projector.retryParked().isEmpty)
      #expect(
        try await shop.rows() == [
          .till(1): TillRow(count: 2, cents: 4, last: 1), .till(2): TillRow(count: 1, cents: 0, last: 0),
        ])
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `is retried by several at once, and takes effect once`(_ backend: ViewBackend) async throws {
    try await backend.withShop { shop in
      for till in 0..<5 { try await shop.append([.opened, .jammed, .sold(cents: till), .sold(cents: 1)], till: till) }
      try await shop.projector(Self.parking(100)).catchUp()
      let projectors = try (0..<4).map { _ in try shop.projector() }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for projector in projectors { group.addTask { try await projector.retryParked() } }
        try await group.waitForAll()
      }
      try await projectors[0].retryParked()
      #expect(try await shop.rows() == expectedRows(in: shop.recorder))
    }
  }
}
