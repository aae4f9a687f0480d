import EventSourcing
package import EventSourcingSystems
package import Foundation

/// What is ordered.
package struct Placing: Sendable {
  package let id: UUID
  package let product: String
  package let quantity: Int
  package let card: String
  package let cents: Int

  /// Where the order must end.
  package var outcome: Order.Status {
    product == Shop.soldOut ? .refused : card == Shop.declined ? .released : .paid
  }
}

extension Shop {
  /// Orders with the same ids each time: of ten, one whose product has no stock, and one whose card is declined.
  package static func placings(_ count: Int) -> [Placing] {
    (0..<count).map { number in
      Placing(
        id: UUID(named: "order \(number)", in: UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16))),
        product: number % 10 == 3 ? soldOut : "lamp \(number % 7)", quantity: number % 4 + 1,
        card: number % 10 == 7 ? declined : "4111", cents: 100 * (number + 1))
    }
  }
}

extension HostedApplication {
  /// Places an order.
  package func place(_ placing: Placing) async throws {
    try await perform { _ in
      var order = try Order.create(
        .placed(product: placing.product, quantity: placing.quantity, card: placing.card, cents: placing.cents),
        id: placing.id)
      try await order.save()
    }
  }

  /// What has become of orders, each with its place in the list.
  package func outcomes(of placings: [Placing]) async throws -> [Order.Status] {
    let orders = try repository(of: Order.self)
    var found: [Order.Status] = []
    for placing in placings { found.append(try await orders[placing.id].status) }
    return found
  }
}
