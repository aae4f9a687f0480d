public import EventSourcing
public import Foundation

/// A gift voucher of the theatre, which pays for tickets until it is spent.
public struct Voucher: Entity, Equatable {
  /// The voucher is not worth that much any more.
  public struct NotEnough: Error, Hashable {
    /// What is left on it, in cents.
    public let left: Int

    public init(left: Int) {
      self.left = left
    }
  }

  public var lifecycle: Lifecycle

  /// What it is still worth, in cents.
  public private(set) var cents: Int

  public static func mutate(_ voucher: inout Voucher?, with event: DomainEvent<VoucherEvent>) {
    switch event.payload {
    case .issued(let cents): voucher = Voucher(lifecycle: Lifecycle(createdBy: event), cents: cents)
    case .spent(let cents): voucher?.cents -= cents
    case .paidOut: voucher = nil
    }
  }

  /// Issues a voucher.
  ///
  /// - Throws: What storing throws, for example `ConcurrencyError` if the id is taken.
  public static func issue(cents: Int, id: UUID = UUID(), at timestamp: Timestamp = .now) async throws -> Voucher {
    try await create(.issued(cents: cents), id: id, at: timestamp)
  }

  /// Pays with the voucher.
  ///
  /// - Throws: `NotEnough`, `EntityDiscarded`; what storing throws, for example `ConcurrencyError`.
  public mutating func spend(_ cents: Int, at timestamp: Timestamp = .now) async throws {
    guard cents <= self.cents else { throw NotEnough(left: self.cents) }
    try await trigger(.spent(cents: cents), at: timestamp)
  }

  /// Pays out what is left, and so ends the voucher's life.
  ///
  /// - Throws: `EntityDiscarded`; what storing throws, for example `ConcurrencyError`.
  public mutating func payOut(at timestamp: Timestamp = .now) async throws {
    try await trigger(.paidOut, at: timestamp)
  }
}
