public import EventSourcing
import EventSourcingSystems
import Foundation
public import Story

/// An application follows another one and reacts, and each event has its effect once.
public enum Step13 {
  /// What a story needs: orders, payments, the bank, and the time.
  struct Scene {
    let story: Story
    let bank: Bank
    let time: StoryTime
    let system: System
    let recorders: [String: any Recorder]

    /// What the applications have told before: a database that lasts has that of earlier runs.
    let starts: [String: Int]
  }

  /// Places orders, has them paid, and has all go wrong that can.
  ///
  /// - Parameters:
  ///   - orders: Where the orders are kept.
  ///   - payments: Where the payments are kept.
  public static func tell(_ story: Story, orders: any Recorder, payments: any Recorder) async throws {
    story.title(13, "An application that follows another one")
    let (bank, time) = (Bank(), StoryTime())
    let (ordering, paying) = try (ProcessApplication.orders(), ProcessApplication.payments(by: bank))
    let scene = Scene(
      story: story, bank: bank, time: time, system: try System(ordering | paying | ordering),
      recorders: ["orders": orders, "payments": payments],
      starts: [
        "orders": try await orders.newestPosition().id, "payments": try await payments.newestPosition().id,
      ])
    try await EventClock.$current.withValue(EventClock { time.now }) {
      let runner = try await scene.runner()
      try await scene.tellOfReacting(runner)
      try await scene.tellOfTwoInstances()
      try await scene.tellOfLosingAnAnswer(runner)
      try await scene.tellOfParking(runner)
      try await scene.tellOfADeadline(runner)
    }
  }
}

extension Step13.Scene {
  fileprivate func tellOfReacting(_ runner: SingleThreadRunner) async throws {
    story.part("A customer orders a lamp. Payments follows orders, has the money taken, and orders follows payments:")
    let (orders, payments) = try (runner.application("orders"), runner.application("payments"))
    let (requestID, orderID) = (story.ids.next(), story.ids.next())
    try await orders.place("lamp", cents: 4_900, requestID: requestID, orderID: orderID)
    try await showWhatHappened(since: starts)
    let placed = EventCause(application: "orders", sequence: orderID, position: 0)
    let paymentID = payments.application.id("payment", because: placed)
    let isThere = try await payments.repository(of: Payment.self).contains(paymentID)
    story.say("the payment has the id that follows from Order.placed: \(isThere ? "yes" : "no")")
    try await tellHowFar(payments, of: "orders")
    try await tellHowFar(orders, of: "payments")

    story.part("The customer's browser sends the request again. It is known by its id, and has the same answer:")
    for _ in 1...2 {
      try await orders.place("lamp", cents: 4_900, requestID: requestID, orderID: story.ids.next())
      story.say("\(try await orders.outcome(of: PlaceOrder.self, requestID, atMost: .seconds(30)))")
    }
    tellCounts()

    story.part("Under the same id, it must ask for the same:")
    do {
      try await orders.place("sofa", cents: 89_900, requestID: requestID, orderID: story.ids.next())
    } catch let error as CommandDiffers {
      story.refused(error)
    }
  }

  fileprivate func tellOfTwoInstances() async throws {
    story.part("Three more orders come in while nobody reacts. Then two instances do, at the same time:")
    let orders = try hosted("orders")
    var orderIDs: [UUID] = []
    for item in ["chair", "table", "shelf"] {
      orderIDs.append(story.ids.next())
      try await orders.place(item, cents: 9_900, requestID: story.ids.next(), orderID: orderIDs[orderIDs.endIndex - 1])
    }
    let (one, other) = (try await runner(), try await runner())
    async let first = one.settle()
    async let second = other.settle()
    _ = try await (first, second)
    try await show(orderIDs)
    story.say("the bank has taken money for \(bank.counts.taken) orders")
  }
}
