public import EventSourcing

/// What can happen to a gift voucher.
///
/// All amounts are whole cents.
public enum VoucherEvent: EventPayload, Hashable {
  case issued(cents: Int)
  case spent(cents: Int)

  /// The customer got back in cash what was left, and the voucher is no more.
  case paidOut

  public static let storedName = "Voucher"

  public enum CodingKeys: String, CodingKey, CaseIterable {
    case issued, spent, paidOut
  }
}
