import EventSourcing
import EventSourcingSystems
import Foundation
import Step13Process
import Story

extension Trap13 {
  /// What a policy makes has an id that it has thrown dice for.
  enum RandomIDs {
    static func spring(_ story: Story) async throws {
      let orders = try await orders(story)

      story.part("A policy makes a payment with a random id. The payments are lost, and made of the log again:")
      let random = try payments().when(Order.Event.self) { event, work in
        var payment = try Payment.create(.awaited(orderID: event.entityID), id: UUID())
        try await payment.save()
      }
      guard try await !makesTheSame(story, random, orders) else { throw NotAsTold("It is the same payment.") }

      story.part("The id is derived from the event that the policy reacts on:")
      let derived = try payments().when(Order.Event.self) { event, work in
        var payment = try Payment.create(.awaited(orderID: event.entityID), id: work.id("payment"))
        try await payment.save()
      }
      guard try await makesTheSame(story, derived, orders) else { throw NotAsTold("It is another payment.") }
    }

    /// Has the application react in two places, one after the other.
    private static func makesTheSame(
      _ story: Story, _ application: ProcessApplication, _ orders: HostedApplication
    ) async throws -> Bool {
      var payments: [[UUID]] = []
      for _ in 1...2 {
        let recorder = InMemoryRecorder()
        try await follow(orders, application, in: recorder)
        payments.append(try await recorder.sequenceIDs(after: nil, limit: 10))
      }
      story.say("the payment that others know is there again: \(payments[0] == payments[1] ? "yes" : "no")")
      return payments[0] == payments[1]
    }
  }
}
