// Exercise 34 · What is on
//
// In the foyer hangs a board: each performance with its title and the seats that are left. And on the bookkeeper's desk
// lies a number: what all vouchers together are still worth. Both are to be kept in one view, which is made of the log.
//
// Write the projection: say with `when` how each event of a performance and of a voucher changes the view.
//
// 1. A performance is on the board from when it is scheduled until it is cancelled. Seats that are sold are not left,
//    and seats that are returned are left again.
// 2. A voucher is worth what it was issued with, less what was spent. One that was paid out is worth nothing.
// 3. What the view has follows from the events alone: made anew from the first one, it is the same.
//
// `PerformanceEvent` and `VoucherEvent` are in Exercises/Sources/BoxOffice.
//
// Run it: swift run kit check 34
// Or, in the folder Exercises: swift test --filter Exercise34

import BoxOffice
public import EventSourcing
public import Foundation
import Practice

/// What hangs in the foyer, and what the bookkeeper wants to know.
public struct WhatsOn: Hashable, Sendable {
  public struct Performance: Hashable, Sendable {
    public var title: String
    public var seatsLeft: Int

    public init(title: String, seatsLeft: Int) {
      self.title = title
      self.seatsLeft = seatsLeft
    }
  }

  /// The performances that are on, by their ids.
  public var performances: [UUID: Performance] = [:]

  /// What each voucher is still worth, in cents.
  public var vouchers: [UUID: Int] = [:]

  public init() {}

  /// What all vouchers are still worth, in cents.
  public var cents: Int { vouchers.values.reduce(0, +) }
}

extension WhatsOn {
  /// How the view is made of what happens.
  ///
  /// - Throws: `KindNotInCatalog`.
  public static func projection() throws -> Projection<InMemoryView<WhatsOn>> {
    // exercise: Begin with `blank()`, and say how events of performances and of vouchers change the view.
    try blank()
      .when(PerformanceEvent.self) { event, view in
        switch event.payload {
        case .scheduled(let title, let seats):
          view.performances[event.entityID] = Performance(title: title, seatsLeft: seats)
        case .seatsSold(let count, _): view.performances[event.entityID]?.seatsLeft -= count
        case .seatsReturned(let count): view.performances[event.entityID]?.seatsLeft += count
        case .cancelled: view.performances[event.entityID] = nil
        }
      }
      .when(VoucherEvent.self) { event, view in
        switch event.payload {
        case .issued(let cents): view.vouchers[event.entityID] = cents
        case .spent(let cents): view.vouchers[event.entityID, default: 0] -= cents
        case .paidOut: view.vouchers[event.entityID] = nil
        }
      }
    // exercise.end
  }

  /// A projection that does not react on anything yet.
  private static func blank() throws -> Projection<InMemoryView<WhatsOn>> {
    let catalog = try EventCatalog(.events(of: PerformanceEvent.self), .events(of: VoucherEvent.self))
    return try Projection("whats-on", of: catalog, in: InMemoryView<WhatsOn>.self)
  }
}
