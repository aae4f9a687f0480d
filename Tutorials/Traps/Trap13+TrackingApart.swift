import EventSourcing
import EventSourcingSystems
import Foundation
import Story

extension Trap13 {
  /// What an event causes is recorded, and then how far that has come: the program may end in between.
  enum TrackingApart {
    /// The program is ended here, as by a power cut.
    private struct PowerCut: Error, CustomStringConvertible {
      let description = "The power is cut."
    }

    /// A shelf from which a lamp is taken for each order.
    private struct Shelf: Aggregate {
      enum Event: EventPayload {
        case filled
        case taken

        static let storedName = "Shelf"
        enum CodingKeys: String, CodingKey, CaseIterable { case filled, taken }
      }

      var lifecycle: Lifecycle
      var pendingEvents = PendingEvents<Event>()
      private(set) var taken = 0

      static func mutate(_ shelf: inout Shelf?, with event: DomainEvent<Event>) {
        switch event.payload {
        case .filled: shelf = Shelf(lifecycle: Lifecycle(createdBy: event))
        case .taken: shelf?.taken += 1
        }
      }
    }

    /// Takes a lamp for each order that it has not dealt with.
    private struct Follower {
      let orders: HostedApplication
      let shelves: UnitsOfWork
      let shelfID: UUID

      func run(isCutOff: Bool) async throws {
        guard let (page, tracking) = try await next() else { return }
        try await shelves.perform { work in try await take(page.notifications.count, work) }
        if isCutOff { throw PowerCut() }
        try await shelves.recorder.append([], tracking: tracking)
      }

      func runInOneTransaction(isCutOff: Bool) async throws {
        guard let (page, tracking) = try await next() else { return }
        try await shelves.perform(tracking: tracking) { work in try await take(page.notifications.count, work) }
        if isCutOff { throw PowerCut() }
      }

      private func next() async throws -> (NotificationPage, TrackingRecord)? {
        let position = try await shelves.recorder.lastTracked(of: "orders") ?? .beginning
        let page = try await orders.log.page(NotificationQuery(after: position, limit: 100))
        guard !page.notifications.isEmpty else { return nil }
        return (page, TrackingRecord(upstream: "orders", from: position.id, to: page.readUpTo))
      }

      private func take(_ count: Int, _ work: UnitOfWork) async throws {
        var shelf = try await work.repository(of: Shelf.self)[shelfID]
        for _ in 0..<count { try shelf.trigger(.taken) }
        try await shelf.save()
      }
    }

    static func spring(_ story: Story) async throws {
      let orders = try await orders(story)
      story.part("A lamp is taken off the shelf for an order. Then the position is recorded, and between them:")
      guard try await taken(story, orders, { try await $0.run(isCutOff: $1) }) == 2 else {
        throw NotAsTold("It was not taken twice.")
      }
      story.part("The position is recorded in the transaction of what it has caused:")
      guard try await taken(story, orders, { try await $0.runInOneTransaction(isCutOff: $1) }) == 1 else {
        throw NotAsTold("It was not taken once.")
      }
    }

    private static func taken(
      _ story: Story, _ orders: HostedApplication, _ run: (Follower, _ isCutOff: Bool) async throws -> Void
    ) async throws -> Int {
      let shelves = try UnitsOfWork(
        recorder: InMemoryRecorder(), catalog: EventCatalog(.events(of: Shelf.Event.self)))
      let shelfID = story.ids.next()
      try await shelves.perform { _ in
        var shelf = try Shelf.create(.filled, id: shelfID)
        try await shelf.save()
      }
      let follower = Follower(orders: orders, shelves: shelves, shelfID: shelfID)
      do {
        try await run(follower, true)
      } catch let error as PowerCut {
        story.refused(error)
      }
      story.say("The program is started again:")
      try await run(follower, false)
      let taken = try await shelves.perform { work in try await work.repository(of: Shelf.self)[shelfID].taken }
      story.say("lamps taken: \(taken)")
      return taken
    }
  }
}
