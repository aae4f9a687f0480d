// Exercise 03 · A subscriber
//
// Above the box office hangs a board. It shows how many seats of tonight's performance are sold, at any moment:
// seats sold count up, seats returned count down. The events come over the bus. On the same bus are the events of all
// other performances, and those of bookings: they are none of the board's business.
//
// 1. Subscribe in `init`, to the events of performances only. A publish may bring several events at once.
// 2. Count those of the board's own performance.
// 3. At the end of the evening the board is closed. After that it hears nothing more, and nobody is left on the bus.
//
// Run it: swift run kit check 03
// Or, in the folder Exercises: swift test --filter Exercise03

import BoxOffice
public import EventSourcing
public import Foundation
import Practice
private import Synchronization

/// Shows how many seats of one performance are sold.
public final class SalesBoard: Sendable {
  private let bus: EventBus
  private let subscription: EventBus.Subscription
  private let count: Count

  /// Starts to listen.
  ///
  /// - Parameters:
  ///   - performance: The id of the performance on the board.
  ///   - bus: Where events are published.
  public init(of performance: UUID, on bus: EventBus) throws {
    self.bus = bus
    let count = Count()
    self.count = count
    // TODO: Subscribe to the events of performances, and add up what happens to this one.
    throw TODO("Subscribe to the events of performances, and add up what happens to this one.")
  }

  /// The number of seats sold so far.
  public var seatsSold: Int { count.value }

  /// Stops listening.
  public func close() throws {
    // TODO: End the subscription.
    throw TODO("End the subscription.")
  }
}

/// A number that several tasks may change.
private final class Count: Sendable {
  private let number = Mutex(0)

  var value: Int { number.withLock { $0 } }

  func add(_ more: Int) {
    number.withLock { $0 += more }
  }
}
