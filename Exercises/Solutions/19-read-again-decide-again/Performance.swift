public import BoxOffice
public import EventSourcing

/// A performance in the theatre, and how many of its seats are sold.
public struct Performance: Entity, Equatable {
  public var lifecycle: Lifecycle

  public let title: String
  public let seats: Int
  public private(set) var seatsSold = 0
  public private(set) var isCancelled = false

  public static func mutate(_ performance: inout Performance?, with event: DomainEvent<PerformanceEvent>) {
    switch event.payload {
    case .scheduled(let title, let seats):
      performance = Performance(lifecycle: Lifecycle(createdBy: event), title: title, seats: seats)
    case .seatsSold(let count, _): performance?.seatsSold += count
    case .seatsReturned(let count): performance?.seatsSold -= count
    case .cancelled: performance?.isCancelled = true
    }
  }

  /// Sells seats.
  ///
  /// - Throws: `SoldOut`, also if there are some left, but too few; what storing throws, for example
  ///   `ConcurrencyError`.
  public mutating func sell(_ count: Int, to customer: String) async throws {
    let left = isCancelled ? 0 : seats - seatsSold
    guard count <= left else { throw SoldOut(left: left) }
    try await trigger(.seatsSold(count: count, to: customer))
  }
}

/// There are not as many seats as were asked for.
public struct SoldOut: Error, Hashable {
  public let left: Int

  public init(left: Int) {
    self.left = left
  }
}
