import EventSourcing
import EventSourcingSystems
import Foundation
import ReactionSupport

/// A shop, and an application that follows it, in memory unless given.
struct Setting {
  let shop: any MaintenanceRecorder
  let recorder: any Recorder
  let host: HostedApplication
  let follower: Follower

  init(
    _ application: ProcessApplication, shop: any MaintenanceRecorder = InMemoryRecorder(),
    in recorder: any Recorder = InMemoryRecorder()
  ) throws {
    self.shop = shop
    self.recorder = recorder
    host = HostedApplication(application, in: recorder)
    follower = Follower(host, of: try .shop(shop))
  }

  /// A shop and an application in recorders of a backend.
  init(
    _ application: ProcessApplication, in recorder: (String) async throws -> any MaintenanceRecorder
  ) async throws {
    try self.init(application, shop: await recorder("shop"), in: await recorder("books"))
  }

  /// Another process that does the same.
  func another(_ application: ProcessApplication? = nil) throws -> Setting {
    try Setting(application ?? host.application, shop: shop, in: recorder)
  }

  var parking: Parking {
    get throws { Parking(of: host, from: try .shop(shop)) }
  }

  /// The topics of what is recorded, in their order.
  var topics: [String] {
    get async throws { try await recorder.notifications(after: 0, limit: .max).map(\.item.topic) }
  }

  func account(_ till: Int) async throws -> Account {
    try await host.repository(of: Account.self)[.till(till)]
  }
}

extension ProcessApplication {
  /// An application that opens an account for each till, and books what is sold.
  ///
  /// - Parameter then: Is called for each event when that has been done, and may fail.
  static func bookings(
    _ options: ReactionOptions = ReactionOptions(pause: .milliseconds(1)),
    then: @escaping @Sendable (DomainEvent<Till>, ReactionWork) async throws -> Void = { _, _ in }
  ) throws -> ProcessApplication {
    try ProcessApplication(
      "books", catalog: EventCatalog(.events(of: Account.Event.self), .events(of: Slip.Event.self)), options: options
    )
    .when(Till.self) { event, work in
      switch event.payload {
      case .opened:
        var account = try Account.create(.opened, id: event.entityID)
        try await account.save()
      case .sold(let cents):
        var account = try await work.repository(of: Account.self)[event.entityID]
        try account.trigger(.booked(position: event.entityVersion, cents: cents))
        try await account.save()
      }
      try await then(event, work)
    }
  }
}
