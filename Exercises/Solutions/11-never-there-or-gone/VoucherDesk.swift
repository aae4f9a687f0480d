// Exercise 11 · Never there, or gone
//
// Customers come to the desk with a voucher and ask what it is worth. Sometimes it is worth nothing any more, because
// it was paid out long ago. Then the desk should say so, and how much there was to pay out. Instead it says that it has
// never heard of the voucher. Last week a customer was taken for a forger.
//
// Find out why the two look alike, and let the desk tell them apart: `paidOut` says how many cents were left on the
// voucher when its life ended. What is unknown stays unknown. And if the database fails, the desk has no answer, but
// throws that error.
//
// Run it: swift run kit check 11
// Or, in the folder Exercises: swift test --filter Exercise11

public import BoxOffice
public import EventSourcing
public import Foundation

/// What the desk says about a voucher.
public enum Answer: Hashable, Sendable {
  /// It can be spent, up to this amount.
  case worth(cents: Int)

  /// It was paid out, and this is how much there was left.
  case paidOut(cents: Int)

  /// Nobody has ever issued such a voucher.
  case unknown
}

/// Where customers ask what a voucher is worth.
public struct VoucherDesk: Sendable {
  private let repository: Repository<Voucher>

  public init(repository: Repository<Voucher>) {
    self.repository = repository
  }

  /// Says what a voucher is worth.
  ///
  /// - Throws: What the repository throws if it cannot look.
  public func answer(about id: UUID) async throws -> Answer {
    // exercise
    //| guard try await repository.contains(id) else { return .unknown }
    //| return .worth(cents: try await repository[id].cents)
    do {
      return .worth(cents: try await repository[id].cents)
    } catch let error as EntityNotFound {
      guard case .discarded(let version) = error.reason else { return .unknown }
      return .paidOut(cents: try await repository[id, at: version - 1].cents)
    }
    // exercise.end
  }
}
