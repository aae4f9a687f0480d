public import EventSourcing
public import Foundation

/// What a performance has sold: a long history, with an event for each customer.
public struct Sales: Entity, Snapshottable, Equatable {
  public static let snapshotVersion: SnapshotVersion = 1

  public var lifecycle: Lifecycle

  /// How many seats are sold.
  public private(set) var sold = 0

  /// Who has bought, in order.
  public private(set) var customers: [String] = []

  public static func mutate(_ sales: inout Sales?, with event: DomainEvent<PerformanceEvent>) {
    switch event.payload {
    case .scheduled: sales = Sales(lifecycle: Lifecycle(createdBy: event))
    case .seatsSold(let count, let customer):
      sales?.sold += count
      sales?.customers.append(customer)
    case .seatsReturned(let count): sales?.sold -= count
    case .cancelled: sales = nil
    }
  }

  /// Begins to sell.
  ///
  /// - Throws: What storing throws, for example `ConcurrencyError` if the id is taken.
  public static func begin(_ title: String, id: UUID = UUID(), at timestamp: Timestamp = .now) async throws -> Sales {
    try await create(.scheduled(title: title, seats: 500), id: id, at: timestamp)
  }

  /// Sells seats.
  ///
  /// - Throws: `EntityDiscarded`; what storing throws, for example `ConcurrencyError`.
  public mutating func sell(_ count: Int, to customer: String, at timestamp: Timestamp = .now) async throws {
    try await trigger(.seatsSold(count: count, to: customer), at: timestamp)
  }

  private init(lifecycle: Lifecycle) {
    self.lifecycle = lifecycle
  }
}
