import EventSourcing
import EventSourcingSystems
import Foundation
import Step13Process
import Story
import Synchronization

extension Trap13 {
  /// A policy takes money, as if it were done once.
  enum SideEffect {
    private struct DiskFull: Error {}

    /// A bank that takes the money of a key once, and whatever has no key as often as it is told.
    private final class Till: Sendable {
      private let state = Mutex((taken: 0, keys: Set<UUID>(), failures: 1))

      var taken: Int { state.withLock { $0.taken } }

      func take(key: UUID? = nil) {
        state.withLock { state in
          if let key, !state.keys.insert(key).inserted { return }
          state.taken += 1
        }
      }

      /// What goes wrong afterwards, the first time.
      func fail() throws {
        try state.withLock { state in
          state.failures -= 1
          if state.failures >= 0 { throw DiskFull() }
        }
      }
    }

    static func spring(_ story: Story) async throws {
      let orders = try await orders(story)

      story.part("A policy has money taken. What it records fails the first time, so it is done again:")
      let (naive, careful) = (Till(), Till())
      try await follow(
        orders,
        payments().when(Order.Event.self) { event, work in
          naive.take()
          try naive.fail()
          try await note(event, work)
        }, in: InMemoryRecorder())
      story.say("money taken: \(naive.taken) times")
      guard naive.taken == 2 else { throw NotAsTold("It was taken once.") }

      story.part("It is an effect, outside the transaction and under a key, and fails in the same way:")
      try await follow(
        orders,
        payments().effect(
          Order.Event.self, "charge", asks: { $0.entityID },
          does: { _, call in
            careful.take(key: call.key)
            try careful.fail()
          }, records: { _, event, work in try await note(event, work) }), in: InMemoryRecorder())
      story.say("money taken: \(careful.taken) time")
      guard careful.taken == 1 else { throw NotAsTold("It was taken again.") }
    }

    @Sendable private static func note(_ event: DomainEvent<Order.Event>, _ work: ReactionWork) async throws {
      var payment = try Payment.create(.taken(orderID: event.entityID, receipt: "17"), id: work.id("payment"))
      try await payment.save()
    }
  }
}
