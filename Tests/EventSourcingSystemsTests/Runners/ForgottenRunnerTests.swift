import EventSourcing
import EventSourcingSystems
import Foundation
import SystemSupport
import Testing

@Suite("A runner that is forgotten", .timeLimit(.minutes(1)))
struct ForgottenRunnerTests {
  private struct Left {
    weak var recorder: InMemoryRecorder?
  }

  @Test func `leaves nothing in memory`() async throws {
    var left = Left()
    do {
      let recorder = InMemoryRecorder()
      let runner = try await SingleThreadRunner(Shop().system) { name in
        name == "orders" ? recorder : InMemoryRecorder()
      }
      try await runner.application("orders").perform { unit in
        var order = try Order.create(.placed(product: "lamp", quantity: 1, card: "1", cents: 1), id: UUID())
        try await order.save()
      }
      left.recorder = recorder
      #expect(left.recorder != nil)
    }
    #expect(left.recorder == nil)
  }
}
