import EventSourcing
import EventSourcingSystems
import Foundation
import Testing

@Suite("A system in one thread", .timeLimit(.minutes(1)))
struct SingleThreadRunnerTests {
  @Test func `has reserved and paid an order when the command returns`() async throws {
    let runner = try await SingleThreadRunner(Shop.system())
    let orders = try runner.application("orders")
    let id = UUID()
    try await orders.perform { _ in
      var order = try Order.create(.placed(item: "lamp"), id: id)
      try await order.save()
    }
    let order = try await orders.repository(of: Order.self)[id]
    #expect(order.isReserved && order.isPaid)
  }
}
