import EventSourcing
import EventSourcingSystems
import Foundation
import Step13Process
import Story

/// Four policies that look right, and do something else when they do it again.
enum Trap13: Trap {
  static let title = "What is done again, and should not be"

  static func spring(_ story: Story) async throws {
    try await RandomIDs.spring(story)
    try await Clock.spring(story)
    try await SideEffect.spring(story)
    try await TrackingApart.spring(story)
  }

  /// An application that tells of an order, placed at a time.
  static func orders(_ story: Story, placedAt time: Timestamp = .now) async throws -> HostedApplication {
    let application = try ProcessApplication("orders", catalog: EventCatalog(.events(of: Order.Event.self)))
    let hosted = HostedApplication(application, in: InMemoryRecorder())
    let (orderID, requestID) = (story.ids.next(), story.ids.next())
    try await hosted.perform { _ in
      var order = try Order.create(
        .placed(item: "lamp", cents: 4_900, requestID: requestID), id: orderID, at: time)
      try await order.save()
    }
    return hosted
  }

  /// Has an application follow the orders and react on all there is.
  static func follow(
    _ orders: HostedApplication, _ application: ProcessApplication, in recorder: any Recorder
  ) async throws {
    let runner = try await SingleThreadRunner(System(orders.application | application)) { name in
      name == application.name ? recorder : orders.recorder
    }
    try await runner.settle()
  }

  /// An application that keeps payments.
  static func payments() throws -> ProcessApplication {
    try ProcessApplication("payments", catalog: EventCatalog(.events(of: Payment.Event.self)))
  }
}
