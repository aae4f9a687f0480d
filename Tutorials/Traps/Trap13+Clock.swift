import EventSourcing
import EventSourcingSystems
import Foundation
import Step13Process
import Story

extension Trap13 {
  /// A policy decides by what a clock shows when it comes to the event.
  enum Clock {
    /// Before ten, customers pay later.
    private static let ten = Timestamp(microseconds: 1_767_261_600_000_000)

    static func spring(_ story: Story) async throws {
      let orders = try await orders(story, placedAt: ten.adding(minutes: -5))

      story.part("Who orders before ten pays later. An order of 9:55 is dealt with at 9:56, and again at 10:05:")
      guard try await outcomes(story, orders, { _, wall in wall }) == ["awaited", "taken"] else {
        throw NotAsTold("It is the same at both times.")
      }

      story.part("The policy takes the time of the event:")
      guard try await outcomes(story, orders, { event, _ in event.timestamp }) == ["awaited", "awaited"] else {
        throw NotAsTold("It is not the same at both times.")
      }
    }

    /// - Parameter time: By what the policy decides.
    private static func outcomes(
      _ story: Story, _ orders: HostedApplication,
      _ time: @escaping @Sendable (DomainEvent<Order.Event>, _ wall: Timestamp) -> Timestamp
    ) async throws -> [String] {
      var outcomes: [String] = []
      for wall in [ten.adding(minutes: -4), ten.adding(minutes: 5)] {
        let application = try payments().when(Order.Event.self) { event, work in
          let isEarly = time(event, wall) < ten
          var payment = try Payment.create(
            isEarly ? .awaited(orderID: event.entityID) : .taken(orderID: event.entityID, receipt: "cash"),
            id: work.id("payment"))
          try await payment.save()
        }
        let recorder = InMemoryRecorder()
        try await follow(orders, application, in: recorder)
        let topics = try await recorder.notifications(after: 0, limit: 10).map(\.item.topic)
        outcomes += topics.map { String($0.dropFirst("Payment.".count)) }
      }
      story.say(outcomes.joined(separator: ", then "))
      return outcomes
    }
  }
}

extension Timestamp {
  fileprivate func adding(minutes: Int) -> Timestamp {
    Timestamp(microseconds: microseconds + minutes * 60 * 1_000_000)
  }
}
