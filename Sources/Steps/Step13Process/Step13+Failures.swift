import EventSourcing
import EventSourcingSystems
import Foundation
import Story

extension Step13.Scene {
  func tellOfLosingAnAnswer(_ runner: SingleThreadRunner) async throws {
    story.part("The bank takes money, and its answer is lost. It is asked again, under the same key:")
    let before = bank.counts
    bank.have(.losesAnswer)
    let orderID = try await place("mirror", cents: 2_500, runner)
    story.say("asked \(bank.counts.calls - before.calls) times, taken \(bank.counts.taken - before.taken) time")
    try await show([orderID])
  }

  func tellOfParking(_ runner: SingleThreadRunner) async throws {
    story.part("A card cannot be read. After two attempts the event is set aside, and the next order goes on:")
    let payments = try runner.application("payments")
    let parking = Parking(of: payments, from: Upstream(try runner.application("orders")))
    bank.have(.cannotReadCards)
    let stuck = try await place("carpet", cents: 12_900, runner)
    bank.have(nil)
    let other = try await place("cushion", cents: 1_900, runner)
    story.table(
      ["from", "sequence", "topic", "tried"],
      try await parking.parked().map { parked in
        [parked.upstream, parked.sequenceID.short, parked.topic, "\(parked.attempts)"]
      })
    try await show([stuck, other])

    story.part("The bank has cleaned its reader, and a person has what was set aside tried again:")
    let left = try await parking.retryParked()
    try await runner.settle()
    story.say("still set aside: \(left.count)")
    try await show([stuck])
  }

  func tellOfADeadline(_ runner: SingleThreadRunner) async throws {
    story.part("The bank asks its customer, who has gone. The order waits:")
    bank.have(.asksCustomers)
    let requestID = story.ids.next()
    let orderID = try await place("piano", cents: 299_900, requestID: requestID, runner)
    try await show([orderID])
    do {
      _ = try await runner.application("orders").outcome(of: PlaceOrder.self, requestID, atMost: .milliseconds(10))
    } catch let error as NotKnownYet {
      story.refused(error)
    }

    story.part("Half an hour later the deadline has passed, which is an event, too:")
    let told = try await told()
    time.advance(minutes: 31)
    try await runner.settle()
    try await show([orderID])
    let outcome = try await runner.application("orders").outcome(of: PlaceOrder.self, requestID, atMost: .seconds(30))
    story.say("\(outcome)")
    try await showWhatHappened(since: told)
  }

  private func place(
    _ item: String, cents: Int, requestID: UUID? = nil, _ runner: SingleThreadRunner
  ) async throws -> UUID {
    let (requestID, orderID) = (requestID ?? story.ids.next(), story.ids.next())
    try await runner.application("orders").place(item, cents: cents, requestID: requestID, orderID: orderID)
    return orderID
  }
}
