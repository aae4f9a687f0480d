// Exercise 12 · As it was
//
// “On Christmas Eve there were still 40 euros on my voucher!” The box office wants to look it up. The repository gives
// a voucher as it was at a version, but customers do not think in versions. Add what is missing: the voucher as it was
// at a time.
//
// 1. Each event up to that time has happened, also one at that very moment. None after it has.
// 2. The present does not matter: a voucher that was paid out since has a past all the same.
// 3. The clock of one desk may be behind that of another, so an event can have an earlier time than the one before it.
//    The order is that of the versions: whatever stands behind the first event that is too late has not happened yet.
// 4. If there was none at that time, the error is the repository's, with its reason: `neverExisted` if there are no
//    events at all, `noSuchVersion` (0 was asked for) if it was issued later, `discarded` if it was paid out by then.
//
// Run it: swift run kit check 12
// Or, in the folder Exercises: swift test --filter Exercise12

public import BoxOffice
public import EventSourcing
public import Foundation
import Practice

/// Gives vouchers as they were at a time.
public struct VoucherArchive: Sendable {
  private let eventStore: EventStore<DomainEvent<VoucherEvent>>
  private let repository: Repository<Voucher>

  public init(eventStore: EventStore<DomainEvent<VoucherEvent>>) {
    self.eventStore = eventStore
    repository = Repository(eventStore: eventStore)
  }

  /// The voucher as it was at a time, whatever became of it later.
  ///
  /// - Throws: `EntityNotFound`; what replaying throws.
  public subscript(id: UUID, at time: Timestamp) -> Voucher {
    get async throws {
      // exercise: Find out which version the voucher had at that time, and get it as it was then.
      let events = try await eventStore.events(of: id)
      let version = events.prefix { $0.timestamp <= time }.count
      return try await repository[id, at: version]
      // exercise.end
    }
  }
}
