// Exercise 10 · Get and contains
//
// The box office sells gift vouchers (BoxOffice/Voucher.swift). Their events are stored; what is missing is the book in
// which a voucher is looked up by its id. Write it yourself this once, with nothing but an event player:
//
// 1. `book[id]` is the voucher as all its events make it. If there is none, it throws `NoSuchVoucher` with the id.
// 2. `contains` says whether `book[id]` would find one. A voucher that was paid out is none any more, though its events
//    are still there.
// 3. If the events cannot be read, nobody knows. That is no “no”: both let the error through.
//
// Run it: swift run kit check 10
// Or, in the folder Exercises: swift test --filter Exercise10

public import BoxOffice
public import EventSourcing
public import Foundation
import Practice

/// There is no voucher with this id, or no more.
public struct NoSuchVoucher: Error, Hashable {
  public let id: UUID

  public init(id: UUID) {
    self.id = id
  }
}

/// All vouchers of the box office, by their ids.
public struct VoucherBook: Sendable {
  private let eventPlayer: EventPlayer<Voucher>

  public init(eventStore: EventStore<DomainEvent<VoucherEvent>>) {
    eventPlayer = EventPlayer(eventStore: eventStore)
  }

  /// The voucher as it is now.
  ///
  /// - Throws: `NoSuchVoucher`; what replaying throws.
  public subscript(id: UUID) -> Voucher {
    get async throws {
      // exercise: Replay the voucher's events. Return the voucher that they make, or throw `NoSuchVoucher`.
      guard let voucher = try await eventPlayer.replay(id).entity else { throw NoSuchVoucher(id: id) }
      return voucher
      // exercise.end
    }
  }

  /// Whether there is such a voucher.
  ///
  /// - Throws: What replaying throws.
  public func contains(_ id: UUID) async throws -> Bool {
    // exercise: Say whether a voucher comes out of the replay.
    try await eventPlayer.replay(id).entity != nil
    // exercise.end
  }
}
