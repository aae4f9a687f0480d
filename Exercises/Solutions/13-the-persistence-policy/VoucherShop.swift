// Exercise 13 · The persistence policy
//
// The voucher shop sells gift vouchers and takes them. But nobody stores what happens to a voucher, so each command is
// refused. Put the shop together:
//
// 1. In `init`, make the event store in the recorder, the repository, and the policy that stores what is published.
// 2. `close` lets the policy stop.
// 3. `withVoucherShop` makes a shop, lends it to the body, and returns what the body returns. Afterwards the shop is
//    closed, also if the body throws.
//
// Whoever opens the shop has chosen the current bus already. Use that one.
//
// Run it: swift run kit check 13
// Or, in the folder Exercises: swift test --filter Exercise13

public import BoxOffice
public import EventSourcing
public import Foundation
import Practice

/// Sells vouchers and takes them, as long as it is open.
public struct VoucherShop: Sendable {
  public let repository: Repository<Voucher>
  private let policy: PersistencePolicy<VoucherEvent>

  /// Opens the shop: from now on, what is published is stored.
  init(recorder: any Recorder) throws {
    // exercise: Make the event store, the repository and the policy.
    let eventStore = EventStore(of: VoucherEvent.self, in: recorder)
    repository = Repository(eventStore: eventStore)
    policy = try PersistencePolicy(eventStore: eventStore)
    // exercise.end
  }

  /// Closes the shop: from now on, nothing is stored.
  func close() {
    // exercise: Let the policy stop.
    //|
    policy.close()
    // exercise.end
  }

  /// Sells a voucher.
  public func issue(cents: Int) async throws -> Voucher {
    try await Voucher.issue(cents: cents)
  }

  /// Takes a voucher in payment.
  ///
  /// - Throws: `EntityNotFound`, `Voucher.NotEnough`, `ConcurrencyError`.
  public func spend(_ cents: Int, of id: UUID) async throws {
    var voucher = try await repository[id]
    try await voucher.spend(cents)
  }
}

/// Lends a shop to the body, and closes it on every path.
///
/// - Parameter recorder: Where the events are kept. It stays open, for its owner to close.
/// - Throws: What the body throws.
public func withVoucherShop<Result>(
  recorder: any Recorder, _ body: (VoucherShop) async throws -> Result
) async throws -> Result {
  // exercise: Make a shop, lend it to the body, and close it whatever happens.
  let shop = try VoucherShop(recorder: recorder)
  defer { shop.close() }
  return try await body(shop)
  // exercise.end
}
