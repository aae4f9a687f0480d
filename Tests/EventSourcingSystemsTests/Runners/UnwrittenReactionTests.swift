import EventSourcing
import EventSourcingSystems
import Foundation
import SystemSupport
import Testing

@Suite("A reaction that records nothing", .timeLimit(.minutes(1)))
struct UnwrittenReactionTests {
  private let recorders = ["orders", "reservations", "payments"].reduce(into: [String: FaultyRecorder]()) {
    $0[$1] = FaultyRecorder(InMemoryRecorder())
  }

  private var commits: Int { recorders.values.reduce(0) { $0 + $1.appends.count } }

  @Test func `is not written by itself, so that an order makes five commits`() async throws {
    let runner = try await SingleThreadRunner(Shop().system) { try #require(recorders[$0]) }
    let orders = try runner.application("orders")
    let paid = try #require(Shop.placings(1).first { $0.outcome == .paid })
    try await orders.place(paid)
    #expect(try await orders.outcomes(of: [paid]) == [.paid])
    #expect(commits == 5)
    #expect(try await runner.settle() == 0)
    #expect(commits == 5)
  }

  @Test func `is written with what is recorded after it`() async throws {
    let runner = try await SingleThreadRunner(Shop().system) { try #require(recorders[$0]) }
    for placing in Shop.placings(2) { try await runner.application("orders").place(placing) }
    // Placed 1, reserved 2, paid 3, placed 4, reserved 5, paid 6: of the last only the follower knows.
    #expect(try await recorders["payments"]?.lastTracked(of: "orders")?.id == 5)
  }

  @Test func `is done again by another process, and then what it has seen is seen by all`() async throws {
    let first = try await SingleThreadRunner(Shop().system) { try #require(recorders[$0]) }
    let placings = Shop.placings(3)
    for placing in placings { try await first.application("orders").place(placing) }
    let second = try await SingleThreadRunner(Shop().system) { try #require(recorders[$0]) }
    let before = commits
    #expect(try await second.settle() > 0)
    #expect(commits == before)
    #expect(try await second.application("orders").outcomes(of: placings) == placings.map(\.outcome))
  }

  @Test func `is written when its worker has nothing else to do`() async throws {
    let shop = try Shop()
    let orders = HostedApplication(shop.orders, in: try #require(recorders["orders"]))
    let payments = HostedApplication(shop.payments, in: try #require(recorders["payments"]))
    try await orders.place(Shop.placings(1)[0])
    let follower = Follower(payments, of: Upstream(orders))
    #expect(try await follower.step() == .dealt(1))
    #expect(try await follower.step() == .nothing)
    #expect(try await payments.recorder.lastTracked(of: "orders") == nil)
    try await follower.waitForWork(atMost: .milliseconds(1))
    #expect(try await payments.recorder.lastTracked(of: "orders")?.id == 1)
  }
}
