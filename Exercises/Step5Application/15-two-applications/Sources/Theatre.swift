// Exercise 15 · Two applications
//
// The company has bought a second theatre. One program sells vouchers for both, the Globe and the Swan, and both are
// open at the same time. Each has a database of its own, since a voucher is good in one of them only.
//
// On one bus the events of one kind are stored in one place, so both cannot use the current one: the second theatre would
// not open. So let each theatre have a bus for itself, whatever the current one is:
//
// 1. A theatre makes its own bus, and its policy stores what is published there and nowhere else.
// 2. `run` gives commands on the theatre's bus: while they run it is the current one, and afterwards it is not.
// 3. Whoever listens on the bus around hears nothing of it.
//
// Run it: swift run kit check 15
// Or, in the folder Exercises: swift test --filter Exercise15

public import BoxOffice
public import EventSourcing
public import Foundation
import Practice

/// A theatre that sells vouchers and takes them, beside others in the same program.
public struct Theatre: Sendable {
  public let repository: Repository<Voucher>

  /// Where this theatre's vouchers publish.
  public let bus: EventBus

  private let policy: PersistencePolicy<VoucherEvent>

  /// Opens a theatre.
  ///
  /// - Parameter recorder: This theatre's database.
  public init(recorder: any Recorder) throws {
    let eventStore = EventStore(of: VoucherEvent.self, in: recorder)
    repository = Repository(eventStore: eventStore)
    // TODO: Make a bus for this theatre alone, and a policy that stores what is published on it.
    throw TODO("Make a bus for this theatre alone, and a policy that stores what is published on it.")
  }

  /// Closes the theatre: from now on, nothing is stored.
  public func close() {
    policy.close()
  }

  /// Sells a voucher.
  public func issue(cents: Int) async throws -> Voucher {
    try await run { try await Voucher.issue(cents: cents) }
  }

  /// Takes a voucher in payment.
  ///
  /// - Throws: `EntityNotFound` if it is not one of this theatre's; `Voucher.NotEnough`, `ConcurrencyError`.
  public func spend(_ cents: Int, of id: UUID) async throws {
    var voucher = try await repository[id]
    try await run { try await voucher.spend(cents) }
  }

  /// Runs commands whose events are this theatre's.
  public func run<Result>(_ commands: () async throws -> Result) async throws -> Result {
    // TODO: Run the commands while this theatre's bus is the current one.
    throw TODO("Run the commands while this theatre's bus is the current one.")
  }
}
